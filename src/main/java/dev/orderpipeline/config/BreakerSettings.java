package dev.orderpipeline.config;

import java.time.Duration;

/// When a breaker opens and how it closes again.
///
/// @param window last calls it judges by, 1 … 100,000
/// @param minimumCalls calls before it judges, 1 … window
/// @param failureRate percent that opens it, 1 … 100
/// @param slowCall what counts as slow, 1 ms … 10 min
/// @param slowRate percent that opens it, 1 … 100
/// @param openFor 1 ms … 1 h
/// @param probes calls let through to try the gateway, 1 … 10,000
/// @param rampStart calls in flight allowed when it closes, 1 … 100,000
/// @param rampEvery time between doublings of that, 1 ms … 1 h
public record BreakerSettings(
    int window,
    int minimumCalls,
    int failureRate,
    Duration slowCall,
    int slowRate,
    Duration openFor,
    int probes,
    int rampStart,
    Duration rampEvery) {

  private static final Duration LEAST = Duration.ofMillis(1);

  public BreakerSettings {
    Check.between("window", window, 1, 100_000);
    Check.between("minimum-calls", minimumCalls, 1, window);
    Check.between("failure-rate", failureRate, 1, 100);
    Check.between("slow-call", slowCall, LEAST, Duration.ofMinutes(10));
    Check.between("slow-rate", slowRate, 1, 100);
    Check.between("open-for", openFor, LEAST, Duration.ofHours(1));
    Check.between("probes", probes, 1, 10_000);
    Check.between("ramp-start", rampStart, 1, 100_000);
    Check.between("ramp-every", rampEvery, LEAST, Duration.ofHours(1));
  }
}
