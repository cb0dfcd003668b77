package dev.orderpipeline.domain;

import java.util.Optional;

/// What the outside has to do about a decision.
public sealed interface Effect {

  /// Write the order's snapshot to the topic of the state it is in.
  record Publish() implements Effect {}

  /// Call the gateway once the order's new snapshot is committed, with the entry that the gate
  /// granted.
  ///
  /// @param payload empty for a status query
  record Call(
      String orderId,
      int version,
      Step step,
      int call,
      CallKind kind,
      String key,
      Optional<Payload> payload,
      Optional<String> traceparent)
      implements Effect {}

  /// Tell a person that the order is suspended.
  record DeadLetter(Suspension suspension, String message) implements Effect {}

  /// Count and log that the input is not for the state the order is in.
  record Refuse(String input, StateName state, String why) implements Effect {}
}
