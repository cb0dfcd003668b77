package dev.orderpipeline.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Headers of what the pipeline writes: CloudEvents 1.0 in binary mode (Kafka protocol binding) for
/// snapshots, and where it came from for a dead letter.
record SnapshotHeaders(String source) {

  private static final byte[] SPEC_VERSION = bytes("1.0");
  private static final byte[] JSON = bytes("application/json");

  Headers of(Order order) {
    String state = order.state().name().name().toLowerCase(Locale.ROOT);
    RecordHeaders headers = new RecordHeaders();
    headers
        .add("ce_specversion", SPEC_VERSION)
        .add("ce_id", bytes(order.orderId() + ":" + order.version()))
        .add("ce_type", bytes("order." + state + ".v1"))
        .add("ce_source", bytes(source))
        .add("ce_subject", bytes(order.orderId()))
        .add("ce_time", bytes(order.at().toString()))
        .add("content-type", JSON);
    order.traceparent().ifPresent(context -> headers.add("traceparent", bytes(context)));
    return headers;
  }

  Headers of(DeadLetter letter) {
    RecordHeaders headers = new RecordHeaders();
    headers
        .add("dlq_id", bytes(letter.id()))
        .add("dlq_reason", bytes(letter.reason()))
        .add("dlq_message", bytes(letter.message()))
        .add("dlq_at", bytes(letter.at().toString()));
    letter.orderId().ifPresent(id -> headers.add("dlq_order_id", bytes(id)));
    letter
        .source()
        .ifPresent(from ->
            headers
                .add("dlq_source_topic", bytes(from.position().topic()))
                .add("dlq_source_partition", bytes(from.position().partition()))
                .add("dlq_source_offset", bytes(from.position().offset()))
                .add("dlq_source_timestamp", bytes(from.timestamp().toEpochMilli())));
    if (letter.source().filter(from -> from.value() != null).isPresent()
        && letter.value().isEmpty()) {
      headers.add("dlq_carried", bytes(false));
    }
    letter.source().flatMap(InputRecord::origin).ifPresent(origin -> link(headers, origin));
    return headers;
  }

  /// A case that comes back is known by its first letter, and is as old as its first record.
  private static void link(Headers headers, Origin origin) {
    origin.headers().forEach((name, value) -> headers.add("dlq_" + name, bytes(value)));
  }

  private static byte[] bytes(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
