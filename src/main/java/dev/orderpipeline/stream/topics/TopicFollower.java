package dev.orderpipeline.stream.topics;

import dev.orderpipeline.codec.TopicRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads topics from their beginning on and goes on reading, committed records only, without a
/// consumer group. Brokers that are away for a while are waited for. On a thread of its own.
public final class TopicFollower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final long CLOSE_SECONDS = 10;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<TopicRecord> sink;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private volatile boolean closed;

  private TopicFollower(KafkaConsumer<byte[], byte[]> consumer, Consumer<TopicRecord> sink) {
    this.consumer = consumer;
    this.sink = sink;
  }

  /// Starts reading.
  ///
  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param topics all of which exist
  /// @param sink called for every record, on the follower's thread; an exception ends the reading
  public static TopicFollower start(
      Map<String, ?> client, List<String> topics, Consumer<TopicRecord> sink) {
    var config = new HashMap<String, Object>(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var follower = new TopicFollower(consumer, sink);
    Thread.ofPlatform().daemon().name("topic-follower").start(() -> follower.run(topics));
    return follower;
  }

  private void run(List<String> topics) {
    try (consumer) {
      var partitions = new ArrayList<TopicPartition>();
      for (String topic : topics) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
          throw new IllegalStateException("topic " + topic + " does not exist");
        }
        found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!closed) {
        if (!caughtUp.isDone()
            && ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
          caughtUp.complete(null);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          sink.accept(TopicRecords.of(record));
        }
      }
      ended.complete(null);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
      caughtUp.completeExceptionally(e);
    }
  }

  /// Ends when everything has been read that lay there at the start; exceptionally if reading fails
  /// before that.
  public CompletionStage<Void> caughtUp() {
    return caughtUp.minimalCompletionStage();
  }

  /// Ends when the reading has ended; exceptionally if it failed.
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /// Whether it still reads. It does until it is closed, or fails.
  public boolean isReading() {
    return !ended.isDone();
  }

  /// Ends the reading.
  ///
  /// @throws CompletionException if the reading had failed, or does not end within seconds
  @Override
  public void close() {
    closed = true;
    ended.orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS).join();
  }
}
