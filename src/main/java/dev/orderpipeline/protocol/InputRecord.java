package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.SourcePosition;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One record from an input topic.
///
/// @param timestamp when the broker appended it
/// @param traceparent W3C trace context from the headers
/// @param origin where it comes from if it was published again
public record InputRecord(
    SourcePosition position,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Optional<String> traceparent,
    Optional<Origin> origin) {

  /// How old the record is to be taken for: as old as its original, and never younger than itself,
  /// whatever a header claims.
  Instant originatedAt() {
    return origin.flatMap(Origin::timestamp).filter(at -> at.isBefore(timestamp)).orElse(timestamp);
  }
}
