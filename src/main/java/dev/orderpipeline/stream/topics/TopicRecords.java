package dev.orderpipeline.stream.topics;

import dev.orderpipeline.codec.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

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
        lastOfEach(record.headers()));
  }

  private static Map<String, String> lastOfEach(Headers headers) {
    var last = new HashMap<String, String>();
    for (Header header : headers) {
      byte[] value = header.value();
      last.put(header.key(), value == null ? "" : text(value));
    }
    return Map.copyOf(last);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
