package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import java.util.Map;

/// A dead letter as the API shows it: what its headers say, never what was in it.
final class DeadLetterJson {

  /// Keys of orders are shorter; what is longer came from somebody else.
  private static final int MOST_OF_A_KEY = 128;

  private DeadLetterJson() {}

  static ObjectNode of(TopicRecord record) {
    Map<String, String> headers = record.headers();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", headers.getOrDefault("dlq_id", record.position()))
            .put("reason", headers.getOrDefault("dlq_reason", "unknown"))
            .put("message", headers.getOrDefault("dlq_message", ""))
            .put("at", headers.getOrDefault("dlq_at", record.timestamp().toString()));
    put(json, "orderId", headers, "dlq_order_id");
    record.key().map(DeadLetterJson::cut).ifPresent(key -> json.put("key", key));
    json.putObject("record").put("partition", record.partition()).put("offset", record.offset());
    if (headers.containsKey("dlq_source_topic")) {
      ObjectNode source = json.putObject("source");
      put(source, "topic", headers, "dlq_source_topic");
      number(source, "partition", headers, "dlq_source_partition");
      number(source, "offset", headers, "dlq_source_offset");
      number(source, "timestamp", headers, "dlq_source_timestamp");
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Map<String, String> from, String header) {
    String value = from.get(header);
    if (value != null) {
      json.put(name, value);
    }
  }

  /// Anybody may write to the topic, so the header may hold anything.
  private static void number(
      ObjectNode json, String name, Map<String, String> from, String header) {
    String value = from.getOrDefault(header, "");
    if (value.matches("-?[0-9]{1,18}")) {
      json.put(name, Long.parseLong(value));
    }
  }

  private static String cut(String key) {
    return key.length() <= MOST_OF_A_KEY ? key : key.substring(0, MOST_OF_A_KEY) + "…";
  }
}
