package dev.orderpipeline.gateways;

import java.time.Duration;

/// How much may go to one gateway on one lane.
///
/// @param concurrency the most calls in flight, 1 … 100,000
/// @param rampStart the most calls in flight just after the breaker closed, 1 … 100,000
/// @param rampDoubling how often that doubles until it reaches `concurrency`, 1 ms … 10 min
public record GateSettings(
    int concurrency, int rampStart, Duration rampDoubling, BreakerSettings breaker) {

  public static final GateSettings FORWARD =
      new GateSettings(1000, 10, Duration.ofMillis(500), BreakerSettings.DEFAULTS);
  public static final GateSettings COMPENSATION =
      new GateSettings(64, 10, Duration.ofMillis(500), BreakerSettings.DEFAULTS);

  public GateSettings {
    Require.range("concurrency", concurrency, 1, 100_000);
    Require.range("ramp-start", rampStart, 1, 100_000);
    Require.range("ramp-doubling", rampDoubling, Duration.ofMillis(1), Duration.ofMinutes(10));
  }
}
