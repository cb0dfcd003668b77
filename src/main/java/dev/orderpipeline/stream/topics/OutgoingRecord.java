package dev.orderpipeline.stream.topics;

import java.util.Map;
import java.util.Optional;

/// A record to be written, for whoever writes to topics without seeing Kafka's types.
///
/// @param partition empty for the one that the key belongs to
/// @param headers UTF-8
public record OutgoingRecord(
    String topic,
    Optional<Integer> partition,
    Optional<byte[]> key,
    Optional<byte[]> value,
    Map<String, String> headers) {

  public OutgoingRecord {
    headers = Map.copyOf(headers);
  }
}
