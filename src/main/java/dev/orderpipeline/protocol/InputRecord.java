package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.SourcePosition;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One record from an input topic.
///
/// @param timestamp when the broker appended it
/// @param traceparent W3C trace context from the headers
public record InputRecord(
    SourcePosition position,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Optional<String> traceparent) {}
