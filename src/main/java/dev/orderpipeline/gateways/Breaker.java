package dev.orderpipeline.gateways;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/// resilience4j's breaker, with two things added: it knows since when it is in its state, and it
/// does not judge a state by calls that began before it. Without the latter the calls that hung
/// when the breaker opened would end while it probes, and open it again. Thread-safe.
final class Breaker {

  /// @param recovering whether it was open before; false until it opens for the first time
  record Phase(BreakerState state, Instant since, boolean recovering) {}

  private final CircuitBreaker breaker;
  private final Clock clock;
  private final Duration openFor;
  private volatile Phase phase;

  Breaker(String name, BreakerSettings settings, Clock clock) {
    this.breaker = CircuitBreaker.of(name, config(settings, clock));
    this.clock = clock;
    this.openFor = settings.openFor();
    this.phase = new Phase(BreakerState.CLOSED, clock.instant(), false);
  }

  /// May lag behind the breaker for the moment of a transition, towards fewer calls when closing.
  Phase phase() {
    return phase;
  }

  /// As [#phase], but half open as soon as a probe would be let through: resilience4j notices that
  /// only when one asks.
  Phase phaseNow() {
    Phase current = phase;
    Instant probing = current.since().plus(openFor);
    return current.state() == BreakerState.OPEN && clock.instant().isAfter(probing)
        ? new Phase(BreakerState.HALF_OPEN, probing, true)
        : current;
  }

  boolean tryAcquire() {
    boolean permitted = breaker.tryAcquirePermission();
    follow();
    return permitted;
  }

  /// Gives back what [#tryAcquire] granted, for a call that was not made.
  void release() {
    breaker.releasePermission();
  }

  void record(BreakerSignal signal, long durationNanos) {
    Instant began = clock.instant().minusNanos(durationNanos);
    switch (began.isBefore(phase.since()) ? BreakerSignal.NEITHER : signal) {
      case SUCCESS -> breaker.onSuccess(durationNanos, TimeUnit.NANOSECONDS);
      case FAILURE -> breaker.onError(durationNanos, TimeUnit.NANOSECONDS, new CallFailed());
      // A stale call may free a probe's place that it never took; the limit on calls in flight
      // keeps the probes few all the same. Never freeing one could leave it half open for ever.
      case NEITHER -> breaker.releasePermission();
    }
    follow();
  }

  /// In percent; empty while there were too few calls to tell.
  OptionalDouble failureRate() {
    float rate = breaker.getMetrics().getFailureRate();
    return rate < 0 ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /// Whoever may have caused a transition follows it, so the last one to do so sees the last state.
  private void follow() {
    if (state() != phase.state()) {
      synchronized (this) {
        BreakerState current = state();
        if (current != phase.state()) {
          phase = new Phase(current, clock.instant(), true);
        }
      }
    }
  }

  private BreakerState state() {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
    };
  }

  private static CircuitBreakerConfig config(BreakerSettings settings, Clock clock) {
    return CircuitBreakerConfig.custom()
        .clock(clock)
        .slidingWindowType(SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(settings.window())
        .minimumNumberOfCalls(settings.minimumCalls())
        .failureRateThreshold(settings.failureRatePercent())
        .slowCallDurationThreshold(settings.slowCall())
        .slowCallRateThreshold(settings.slowRatePercent())
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.probes())
        // Its own timer thread would not follow the clock; the next call asks in time anyway.
        .automaticTransitionFromOpenToHalfOpenEnabled(false)
        .build();
  }

  /// The library wants to see an exception; what failed is in the answer.
  private static final class CallFailed extends Exception {
    CallFailed() {
      super("call failed", null, false, false);
    }
  }
}
