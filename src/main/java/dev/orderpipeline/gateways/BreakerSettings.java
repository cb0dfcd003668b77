package dev.orderpipeline.gateways;

import java.time.Duration;

/// When a breaker opens, and how it finds its way back.
///
/// @param window how many of the last calls are judged, 1 … 10,000
/// @param minimumCalls no judgement before this many, 1 … window
/// @param failureRatePercent opens at this share of failures, 1 … 100
/// @param slowCall a call is slow if it takes longer, 1 ms … 10 min
/// @param slowRatePercent opens at this share of slow calls, 1 … 100
/// @param openFor how long nothing is sent after opening, 1 ms … 1 h
/// @param probes how many calls decide, after that, whether to close or to open again, 1 … 1,000
public record BreakerSettings(
    int window,
    int minimumCalls,
    int failureRatePercent,
    Duration slowCall,
    int slowRatePercent,
    Duration openFor,
    int probes) {

  public static final BreakerSettings DEFAULTS =
      new BreakerSettings(100, 20, 50, Duration.ofSeconds(4), 80, Duration.ofSeconds(5), 10);

  public BreakerSettings {
    Require.range("window", window, 1, 10_000);
    Require.range("minimum-calls", minimumCalls, 1, window);
    Require.range("failure-rate-percent", failureRatePercent, 1, 100);
    Require.range("slow-call", slowCall, Duration.ofMillis(1), Duration.ofMinutes(10));
    Require.range("slow-rate-percent", slowRatePercent, 1, 100);
    Require.range("open-for", openFor, Duration.ofMillis(1), Duration.ofHours(1));
    Require.range("probes", probes, 1, 1_000);
  }
}
