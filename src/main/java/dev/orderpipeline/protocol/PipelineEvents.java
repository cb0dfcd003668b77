package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import java.util.List;

/// What happens inside, for whoever counts. Called on stream threads; must not block, nor throw. A
/// stage tells of it at once, when it may still be rolled back; Kafka Streams runs stages with
/// events that wait for the commit.
public interface PipelineEvents {

  PipelineEvents NONE = new PipelineEvents() {};

  /// Tells all of these, in this order.
  static PipelineEvents all(PipelineEvents... events) {
    return new AllEvents(List.of(events));
  }

  /// A record from the input is looked at.
  default void taken() {}

  /// A snapshot was written.
  default void published(Order order) {}

  /// An input was refused by the machine.
  default void refused(Order order, Effect.Refuse refusal) {}

  /// An answer or command came for an order that is no longer active.
  default void late(String orderId, String input) {}

  default void duplicate(String orderId) {}

  default void deadLettered(DeadLetter letter) {}

  default void parked(Step step, ParkReason reason) {}

  /// A transaction was committed.
  ///
  /// @param durationNanos from flushing what was written to the coordinator's word
  default void committed(long durationNanos) {}

  /// An error that no code foresaw; what it was part of is done again.
  ///
  /// @param what without any contents of orders
  default void failed(Culprit culprit, String what) {}
}
