package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.ParkReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gate of one gateway and lane: the operator's pause, then the limit on calls in flight (which
/// the breaker's state, or a pause just lifted, lowers), then the breaker. [#tryEnter] takes no
/// lock and allocates nothing while the breaker is closed.
final class BreakerGate implements Gate {

  private static final Optional<ParkReason> GRANTED = Optional.empty();
  private static final Optional<ParkReason> PAUSED = Optional.of(ParkReason.PAUSED);
  private static final Optional<ParkReason> OPEN = Optional.of(ParkReason.BREAKER_OPEN);
  private static final Optional<ParkReason> FULL = Optional.of(ParkReason.CONCURRENCY_LIMIT);

  private final Gateway gateway;
  private final Lane lane;
  private final Clock clock;
  private final Breaker breaker;
  private final Ramp ramp;
  private final int probes;
  private final InFlight inFlight = new InFlight();
  private volatile @Nullable Pause pause;

  /// While it ramps up after a pause.
  private volatile @Nullable Instant resumedAt;

  /// @param clock must not run behind the time that calls are measured with by more than a moment:
  ///   calls are placed before or after a change of the breaker by their duration
  BreakerGate(Gateway gateway, Lane lane, GateSettings settings, Clock clock) {
    this.gateway = gateway;
    this.lane = lane;
    this.clock = clock;
    this.breaker = new Breaker(gateway.label() + "/" + lane.label(), settings.breaker(), clock);
    this.ramp = new Ramp(settings.rampStart(), settings.rampDoubling(), settings.concurrency());
    this.probes = Math.min(settings.breaker().probes(), settings.concurrency());
  }

  @Override
  public Optional<ParkReason> tryEnter() {
    if (pause != null) {
      return PAUSED;
    }
    Breaker.Phase phase = breaker.phase();
    if (!inFlight.tryEnter(limit(phase))) {
      return phase.state() == BreakerState.CLOSED ? FULL : OPEN;
    }
    if (!breaker.tryAcquire()) {
      inFlight.leave();
      return OPEN;
    }
    return GRANTED;
  }

  @Override
  public boolean isProbing() {
    return breaker.phase().state() != BreakerState.CLOSED;
  }

  @Override
  public void leaveUnused() {
    inFlight.leave();
    breaker.release();
  }

  @Override
  public void leave(BreakerSignal signal, long durationNanos) {
    // Leaving first would let the next call in before the breaker has heard of this one.
    try {
      breaker.record(signal, durationNanos);
    } finally {
      inFlight.leave();
    }
  }

  /// Lets nothing in until resumed; calls in flight go on.
  void pause(Pause order) {
    pause = order;
  }

  /// Lets calls in again: what has parked meanwhile is let through in a ramp, as after an outage.
  void resume() {
    if (pause != null) {
      resumedAt = clock.instant();
      pause = null;
    }
  }

  GateStatus status() {
    Breaker.Phase phase = breaker.phaseNow();
    return new GateStatus(
        gateway,
        lane,
        phase.state(),
        phase.since(),
        inFlight.count(),
        phase.state() == BreakerState.OPEN ? 0 : limit(phase),
        Optional.ofNullable(pause),
        breaker.failureRate());
  }

  /// An open breaker has to be asked whether it would probe, so it is given the limit of probes.
  private int limit(Breaker.Phase phase) {
    return switch (phase.state()) {
      case CLOSED ->
          Math.min(
              phase.recovering()
                  ? ramp.limitAfter(Duration.between(phase.since(), clock.instant()))
                  : ramp.limit(),
              limitAfterPause());
      case OPEN, HALF_OPEN -> probes;
    };
  }

  private int limitAfterPause() {
    Instant resumed = resumedAt;
    if (resumed == null) {
      return ramp.limit();
    }
    int limit = ramp.limitAfter(Duration.between(resumed, clock.instant()));
    if (limit == ramp.limit()) {
      resumedAt = null;
    }
    return limit;
  }
}
