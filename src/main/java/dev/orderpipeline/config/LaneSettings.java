package dev.orderpipeline.config;

/// One gateway's traffic of one kind: forward or compensation.
///
/// @param concurrency most calls in flight, 1 … 100,000
public record LaneSettings(int concurrency, BreakerSettings breaker) {

  public LaneSettings {
    Check.between("concurrency", concurrency, 1, 100_000);
  }
}
