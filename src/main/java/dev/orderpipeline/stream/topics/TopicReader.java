package dev.orderpipeline.stream.topics;

import dev.orderpipeline.codec.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/// Reads topics from outside the pipeline: to their ends as they are when it is called, without a
/// consumer group, within a time limit. Holds one fetch in memory at a time, whatever the topics
/// hold. Every call uses a consumer of its own and blocks its caller, so a reader is thread-safe.
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  /// However long a reading may take, the cluster says sooner that it is there.
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(15);

  private final Map<String, Object> client;
  private final LongSupplier nanoTime;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param nanoTime monotonic clock, for the time limit
  public TopicReader(Map<String, ?> client, LongSupplier nanoTime) {
    this.client = Map.copyOf(client);
    this.nanoTime = nanoTime;
  }

  /// Reads what the request asks for. Records of one partition arrive in order; partitions
  /// interleave.
  ///
  /// @param sink called on this thread for every record
  public ReadOutcome read(ReadRequest request, Consumer<TopicRecord> sink) {
    var deadline = new Deadline(nanoTime, request.limit());
    var handedOn = new CountingSink(request, sink);
    try (var consumer = consumer(request.isolation(), deadline)) {
      var partitions = new ArrayList<TopicPartition>();
      for (String topic : request.topics()) {
        List<TopicPartition> found = partitions(consumer, topic, request, deadline);
        if (found.isEmpty()) {
          return new ReadOutcome.Incomplete(0, "topic " + topic + " does not exist");
        }
        partitions.addAll(found);
      }
      return readAll(consumer, partitions, request, handedOn, deadline);
    } catch (TimeoutException e) {
      return new ReadOutcome.Incomplete(
          handedOn.count,
          new TopicProblem.Unreachable(
                  String.valueOf(client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)),
                  String.valueOf(e.getMessage()))
              .message());
    } catch (KafkaException e) {
      return new ReadOutcome.Incomplete(
          handedOn.count,
          "Kafka at %s failed the read: %s"
              .formatted(client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG), e.getMessage()));
    }
  }

  /// As [#read], for those who need all of it.
  ///
  /// @throws IllegalStateException if the topics cannot be read to their ends within the limit
  public void readWhole(ReadRequest request, Consumer<TopicRecord> sink) {
    if (read(request, sink) instanceof ReadOutcome.Incomplete(_, String reason)) {
      throw new IllegalStateException(
          "%s could not be read: %s".formatted(String.join(", ", request.topics()), reason));
    }
  }

  /// Whether the topics hold any committed record; of markers and aborted records it takes no
  /// notice. Topics that do not exist hold none.
  ///
  /// @throws IllegalStateException if that is not known within the limit
  public boolean holdsAny(List<String> topics, Duration limit) {
    var request = ReadRequest.committed(topics, limit);
    var deadline = new Deadline(nanoTime, limit);
    try (var consumer = consumer(request.isolation(), deadline)) {
      var partitions = new ArrayList<TopicPartition>();
      topics.forEach(topic -> partitions.addAll(partitions(consumer, topic, request, deadline)));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, deadline.left());
      while (unread(consumer, ends, deadline) > 0) {
        if (!consumer.poll(POLL).isEmpty()) {
          return true;
        }
        if (deadline.passed()) {
          throw new IllegalStateException(
              "whether %s hold records was not known within %s".formatted(topics, limit));
        }
      }
      return false;
    } catch (KafkaException e) {
      throw new IllegalStateException("%s cannot be read: %s".formatted(topics, e), e);
    }
  }

  private static ReadOutcome readAll(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      ReadRequest request,
      CountingSink sink,
      Deadline deadline) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, deadline.left());
    seek(consumer, partitions, ends, request, deadline);
    while (true) {
      long unread = unread(consumer, ends, deadline);
      if (unread == 0) {
        return new ReadOutcome.Complete(sink.count);
      }
      if (deadline.passed()) {
        return new ReadOutcome.Incomplete(
            sink.count,
            "time limit of %s reached with %d offsets unread; allow more time"
                .formatted(request.limit(), unread));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end) {
          sink.accept(record);
        }
      }
    }
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      ReadRequest request,
      Deadline deadline) {
    if (request.from().isEmpty()) {
      consumer.seekToBeginning(partitions);
      return;
    }
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(p -> times.put(p, request.from().get().toEpochMilli()));
    consumer
        .offsetsForTimes(times, deadline.left())
        .forEach((partition, offset) ->
            consumer.seek(
                partition, offset == null ? ends.getOrDefault(partition, 0L) : offset.offset()));
  }

  /// Offsets between where we are and the ends; counts markers of transactions too. A partition
  /// read to its end is paused, so that it is not fetched any further.
  private static long unread(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Deadline deadline) {
    long unread = 0;
    for (var end : ends.entrySet()) {
      if (consumer.paused().contains(end.getKey())) {
        continue;
      }
      long left = end.getValue() - consumer.position(end.getKey(), deadline.left());
      if (left <= 0) {
        consumer.pause(List.of(end.getKey()));
      } else {
        unread += left;
      }
    }
    return unread;
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      ReadRequest request,
      Deadline deadline) {
    Duration left = deadline.left();
    List<PartitionInfo> infos =
        consumer.partitionsFor(topic, left.compareTo(FIRST_ANSWER) < 0 ? left : FIRST_ANSWER);
    if (infos == null || infos.isEmpty()) {
      return List.of();
    }
    return request
        .key()
        .map(key -> List.of(new TopicPartition(topic, partitionOf(key, infos.size()))))
        .orElseGet(
            () -> infos.stream().map(i -> new TopicPartition(topic, i.partition())).toList());
  }

  /// Where the producer's default partitioner puts a key.
  static int partitionOf(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  private KafkaConsumer<byte[], byte[]> consumer(
      ReadRequest.Isolation isolation, Deadline deadline) {
    var config = new HashMap<String, Object>(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(deadline.left().toMillis()));
    config.put(
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(deadline.left().toMillis()));
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static final class CountingSink {
    private final ReadRequest request;
    private final Consumer<TopicRecord> sink;
    private long count;

    CountingSink(ReadRequest request, Consumer<TopicRecord> sink) {
      this.request = request;
      this.sink = sink;
    }

    void accept(ConsumerRecord<byte[], byte[]> kafkaRecord) {
      TopicRecord record = TopicRecords.of(kafkaRecord);
      if (request.key().isEmpty() || request.key().equals(record.key())) {
        count++;
        sink.accept(record);
      }
    }
  }
}
