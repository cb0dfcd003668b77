package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.ParkReason;
import java.util.Optional;

/// Decides whether a call to one gateway on one lane may leave now: breaker, concurrency limit,
/// ramp and operator's pause in one question. Shared by all threads of the process; thread-safe;
/// never blocks.
///
/// Every entry granted must be left exactly once, by [#leave] when the call has ended or by
/// [#leaveUnused] when it was never made (its intent was rolled back).
public interface Gate {

  /// Asks to make one call.
  ///
  /// @return empty if granted, else why not
  Optional<ParkReason> tryEnter();

  /// Whether the breaker is not closed, so that what is let in is a probe.
  default boolean isProbing() {
    return false;
  }

  void leaveUnused();

  void leave(BreakerSignal signal, long durationNanos);
}
