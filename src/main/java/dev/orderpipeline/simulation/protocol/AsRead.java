package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import java.util.Map;
import java.util.Optional;

/// A record of the input as those see it who read its topic from outside.
final class AsRead {

  private AsRead() {}

  static TopicRecord of(InputRecord record) {
    byte[] key = record.key();
    return new TopicRecord(
        record.position().topic(),
        record.position().partition(),
        record.position().offset(),
        record.timestamp(),
        key == null ? Optional.empty() : Optional.of(new String(key, UTF_8)),
        Optional.ofNullable(record.value()),
        record.origin().map(Origin::headers).orElse(Map.of()));
  }
}
