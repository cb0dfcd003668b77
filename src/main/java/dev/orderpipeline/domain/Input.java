package dev.orderpipeline.domain;

import java.util.Optional;

/// What can happen to an order.
public sealed interface Input {

  /// The limit on active orders allows one more.
  record CapacityGranted() implements Input {}

  /// The rules have been checked.
  ///
  /// @param violation empty if they hold
  record RulesChecked(Optional<Failure> violation) implements Input {}

  /// The gate of the current step's gateway and lane has let the order in: its call may leave.
  ///
  /// @param probe whether its breaker is not closed, and lets this call try
  record GateOpened(boolean probe) implements Input {}

  /// The gate has not let it in.
  record GateClosed(ParkReason reason) implements Input {}

  /// A call has ended.
  ///
  /// @param version the order's version when the call was decided on
  /// @param call which call of the step it was
  record Answered(int version, Step step, int call, Answer answer) implements Input {}

  /// Time has passed: a deadline or the end of a wait may have been reached.
  record TimeReached() implements Input {}

  /// The process that held the order has gone; a call without an answer has an unknown outcome.
  record Restarted() implements Input {}

  /// Something an operator asks for.
  sealed interface Command extends Input {
    /// Offset of the record it came in, so that applying it twice is a no-op.
    long offset();

    /// Who asks.
    String by();

    /// Why, or how they know; may be empty.
    String why();

    /// Who and why, as the order's history shows it.
    default String who() {
      return why().isEmpty() ? by() : by() + ": " + why();
    }
  }

  /// Stop the order and undo what it did.
  record Cancel(long offset, String by, String why) implements Command {}

  /// Try a suspended order again.
  record Redrive(long offset, String by, String why) implements Command {}

  /// A person has found out, or seen to it, how a suspended order's step ended.
  ///
  /// @param done whether the step has taken effect
  /// @param evidence how the person knows
  record Resolve(
      long offset, String by, Step step, boolean done, Optional<String> reference, String evidence)
      implements Command {
    @Override
    public String why() {
      return evidence;
    }
  }
}
