package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.Optional;

/// Where a step's calls stand right now.
public sealed interface Phase {

  /// May call as soon as the gate lets it.
  record Ready(CallKind next) implements Phase {}

  /// The gate did not let it; waits for the gate and uses no attempt.
  record Parked(CallKind next, ParkReason reason, Instant since) implements Phase {}

  /// A call has been decided on; whether it has left, arrived or taken effect is not known here.
  record InFlight(CallKind kind, Instant since) implements Phase {}

  /// Backing off.
  record Waiting(CallKind next, Instant until) implements Phase {}

  /// No more calls.
  ///
  /// @param status the gateway's word for the effect, or empty
  /// @param reference the gateway's id of the effect
  record Ended(StepOutcome outcome, String status, Optional<String> reference) implements Phase {}
}
