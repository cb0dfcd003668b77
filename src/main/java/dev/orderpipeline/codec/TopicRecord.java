package dev.orderpipeline.codec;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One record as it lies in a topic, for whoever reads topics without seeing Kafka's types.
///
/// @param key UTF-8; empty for a null key
/// @param value the bytes as they lie there; empty for a tombstone
/// @param headers the last value of each header, as UTF-8
public record TopicRecord(
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    Optional<String> key,
    Optional<byte[]> value,
    Map<String, String> headers) {

  /// Where it lies, for messages: `orders.placed-3@17`.
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
