package dev.orderpipeline.stream.topics;

import dev.orderpipeline.codec.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// From Kafka's record to ours.
final class TopicRecords {

  private TopicRecords() {}

  static TopicRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new TopicRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        Optional.ofNullable(record.key()).map(TopicRecords::text),
        Optional.ofNullable(record.value()),
        Map.copyOf(HeaderTexts.of(record.headers())));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
