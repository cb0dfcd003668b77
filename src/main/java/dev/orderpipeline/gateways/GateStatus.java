package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// How a gate stands at one moment, for operators. The parts are read one after another: under load
/// they may be a moment apart.
///
/// @param since when the breaker came into its state
/// @param inFlight calls entered and not left
/// @param limit calls that may be in flight now: 0 if the breaker is open, few if it probes or
///   ramps
/// @param pause by an operator; nothing is let in, whatever the rest says
/// @param failureRatePercent over the breaker's window; empty if there were too few calls to tell
public record GateStatus(
    Gateway gateway,
    Lane lane,
    BreakerState breaker,
    Instant since,
    int inFlight,
    int limit,
    Optional<Pause> pause,
    OptionalDouble failureRatePercent) {

  public boolean paused() {
    return pause.isPresent();
  }
}
