package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.Optional;

/// What the step protocol asks of whoever decides; the pipeline's answer is [OrderMachine].
/// Implementations are pure and thread-safe.
public interface Decider {

  /// An order that has just become known.
  Order admit(
      OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now);

  /// What follows when something happens to an order.
  Decision decide(Order order, Input input, Instant now);

  /// When the order has to be looked at again if nothing happens before; empty if only an answer, a
  /// gate or a person can move it.
  Optional<Instant> wakeUpAt(Order order);
}
