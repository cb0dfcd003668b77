package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.DeadLetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A record written within a transaction, which has no offset yet.
record Output(
    String topic,
    Instant at,
    Optional<String> key,
    Optional<byte[]> value,
    Map<String, String> headers) {

  static final String PREFIX = "orders.";

  static Output of(Order order, byte[] snapshot) {
    return new Output(
        PREFIX + order.state().name().name().toLowerCase(Locale.ROOT),
        order.at(),
        Optional.of(order.orderId()),
        Optional.of(snapshot),
        Map.of("ce_id", order.orderId() + ":" + order.version()));
  }

  static Output of(DeadLetter letter) {
    Map<String, String> headers = new HashMap<>();
    headers.put("dlq_id", letter.id());
    headers.put("dlq_reason", letter.reason());
    letter.orderId().ifPresent(id -> headers.put("dlq_order_id", id));
    letter
        .source()
        .map(from -> from.position())
        .ifPresent(from -> {
          headers.put("dlq_source_topic", from.topic());
          headers.put("dlq_source_partition", Integer.toString(from.partition()));
          headers.put("dlq_source_offset", Long.toString(from.offset()));
        });
    return new Output(
        PREFIX + "dead-letter", letter.at(), letter.orderId(), letter.value(), headers);
  }

  String describe() {
    return key.orElse("no key") + " " + headers.getOrDefault("ce_id", headers.get("dlq_reason"));
  }

  TopicRecord at(int partition, long offset) {
    return new TopicRecord(topic, partition, offset, at, key, value, headers);
  }
}
