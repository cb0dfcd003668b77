package dev.orderpipeline.gateways;

import java.time.Duration;

/// How many calls may be in flight at a time after a breaker has closed again: few at first, twice
/// as many after each interval. A gateway that has just come back is not hit by the whole backlog.
///
/// @param start calls in flight at the beginning
/// @param doubling the interval, at least 1 ms
/// @param limit calls in flight in the end
record Ramp(int start, Duration doubling, int limit) {

  /// The most calls in flight now.
  ///
  /// @param elapsed since the breaker closed; negative counts as zero
  /// @return 1 … `limit`
  int limitAfter(Duration elapsed) {
    long doublings = Math.max(0, elapsed.toMillis() / doubling.toMillis());
    // Beyond 31 doublings even a start of 1 exceeds every int.
    long allowed = doublings > 31 ? limit : (long) start << doublings;
    return (int) Math.min(allowed, limit);
  }
}
