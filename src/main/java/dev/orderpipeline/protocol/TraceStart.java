package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.OrderPlaced;
import java.time.Instant;
import java.util.Optional;

/// Begins the trace of an order's run, or joins its producer's. Called on stream threads; must not
/// block.
@FunctionalInterface
public interface TraceStart {

  /// Joins the producer's trace as it is.
  TraceStart NONE = (placed, traceparent, now) -> traceparent;

  /// The context that the order keeps, and everything it does belongs to.
  ///
  /// @param traceparent W3C trace context that came with the order
  Optional<String> begin(OrderPlaced placed, Optional<String> traceparent, Instant now);
}
