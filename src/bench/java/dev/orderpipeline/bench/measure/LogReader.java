package dev.orderpipeline.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Counts what lies between two states of the log by reading it. Offsets alone do not tell: the
/// markers of transactions take some too, and how many is one of the things to be counted.
public final class LogReader {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final String bootstrap;

  public LogReader(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// Counts by topic, in the order of their names.
  ///
  /// @throws IllegalStateException if that takes minutes
  public List<Written> written(LogState from, LogState to) {
    var records = new HashMap<String, Long>();
    var bytes = new HashMap<String, Long>();
    each(
        from,
        to,
        record -> {
          records.merge(record.topic(), 1L, Long::sum);
          bytes.merge(record.topic(), size(record), Long::sum);
        });
    var entries = new HashMap<String, Long>();
    to.ends()
        .forEach((tp, end) ->
            entries.merge(tp.topic(), end - from.ends().getOrDefault(tp, 0L), Long::sum));
    return entries.keySet().stream()
        .sorted()
        .map(topic -> {
          long counted = records.getOrDefault(topic, 0L);
          return new Written(
              topic,
              counted,
              entries.getOrDefault(topic, 0L) - counted,
              bytes.getOrDefault(topic, 0L),
              to.bytesSince(from, topic));
        })
        .toList();
  }

  /// Shows every record, those of transactions that were aborted included, in no order over the
  /// partitions.
  ///
  /// @throws IllegalStateException if that takes minutes
  public void each(LogState from, LogState to, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                20_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> open = new ArrayList<>(to.ends().keySet());
      consumer.assign(open);
      open.forEach(tp -> consumer.seek(tp, from.ends().getOrDefault(tp, 0L)));
      long until = System.nanoTime() + LIMIT.toNanos();
      while (!open.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < end(to, record)) {
            sink.accept(record);
          }
        }
        List<TopicPartition> done =
            open.stream().filter(tp -> consumer.position(tp) >= endOf(to, tp)).toList();
        open.removeAll(done);
        consumer.pause(done);
        if (System.nanoTime() > until) {
          throw new IllegalStateException("counting the records of " + open + " takes too long");
        }
      }
    }
  }

  private static long end(LogState to, ConsumerRecord<?, ?> record) {
    return endOf(to, new TopicPartition(record.topic(), record.partition()));
  }

  private static long endOf(LogState to, TopicPartition tp) {
    return to.ends().getOrDefault(tp, 0L);
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    long size =
        (long) Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (Header header : record.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }
}
