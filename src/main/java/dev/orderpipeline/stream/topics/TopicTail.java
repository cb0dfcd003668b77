package dev.orderpipeline.stream.topics;

import dev.orderpipeline.codec.TopicRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// The newest committed records of a topic, a bounded number of each partition, kept up to date
/// when it is asked for. Without a consumer group. Used by one thread at a time; blocks it.
///
/// @param <T> what is kept of a record: not its value, which may be large
public final class TopicTail<T> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_FETCH_BYTES = 1 << 20;

  /// Offsets looked back for each record wanted: markers of transactions take some.
  private static final int LOOK_BACK = 4;

  private record Kept<T>(long timestamp, T value) {}

  private final Map<String, ?> client;
  private final String topic;
  private final int most;
  private final Function<TopicRecord, T> keep;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Deque<Kept<T>>> newest = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param most records kept of each partition
  /// @param nanoTime monotonic clock, for time limits
  public TopicTail(
      Map<String, ?> client,
      String topic,
      int most,
      Function<TopicRecord, T> keep,
      LongSupplier nanoTime) {
    this.client = Map.copyOf(client);
    this.topic = topic;
    this.most = most;
    this.keep = keep;
    this.nanoTime = nanoTime;
  }

  /// Reads what has come since the last time, and answers with the newest of all, newest first.
  ///
  /// @param limit for reading; the first call, which connects, may take longer
  /// @throws IllegalStateException if the cluster cannot be asked, or not in time
  public List<T> newest(Duration limit) {
    try {
      KafkaConsumer<byte[], byte[]> reader = consumer == null ? open(limit) : consumer;
      consumer = reader;
      readToTheEnd(reader, new Deadline(nanoTime, limit));
    } catch (KafkaException e) {
      close();
      throw new IllegalStateException("the end of %s cannot be read: %s".formatted(topic, e), e);
    }
    return newest.values().stream()
        .flatMap(Deque::stream)
        .sorted(Comparator.comparingLong((Kept<T> kept) -> kept.timestamp()).reversed())
        .limit(most)
        .map(Kept::value)
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> open(Duration limit) {
    Map<String, Object> config = new HashMap<>(client);
    int millis = Math.toIntExact(limit.toMillis());
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_FETCH_BYTES);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    var opened =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      seek(opened);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void seek(KafkaConsumer<byte[], byte[]> opened) {
    List<TopicPartition> partitions = new ArrayList<>();
    opened
        .partitionsFor(topic)
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    opened.assign(partitions);
    Map<TopicPartition, Long> begins = opened.beginningOffsets(partitions);
    newest.clear();
    opened
        .endOffsets(partitions)
        .forEach((partition, end) -> {
          newest.put(partition, new ArrayDeque<>());
          long back = end - (long) most * LOOK_BACK;
          opened.seek(partition, Math.max(begins.getOrDefault(partition, 0L), back));
        });
  }

  private void readToTheEnd(KafkaConsumer<byte[], byte[]> reader, Deadline deadline) {
    Map<TopicPartition, Long> ends = reader.endOffsets(reader.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
      if (deadline.passed()) {
        throw new TimeoutException("its end was not reached in time");
      }
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        keep(record);
      }
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    Deque<Kept<T>> kept = newest.get(new TopicPartition(record.topic(), record.partition()));
    if (kept == null) {
      return;
    }
    kept.addLast(new Kept<>(record.timestamp(), keep.apply(TopicRecords.of(record))));
    if (kept.size() > most) {
      kept.removeFirst();
    }
  }

  /// Lets go of the connection; the next question opens another.
  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close();
    }
  }
}
