package dev.orderpipeline.bench;

import java.time.Duration;

/// Both gateways go away while orders keep coming.
///
/// @param length 1 s to 1 h
/// @param ordersPerSecond offered before, meanwhile and afterwards; 1 to 100,000
record OutagePlan(Duration length, double ordersPerSecond) {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final double MOST = 100_000;

  OutagePlan {
    if (length.toSeconds() < 1 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an outage must last 1s to 1h, was " + length.toMillis() + "ms");
    }
    if (!(ordersPerSecond >= 1 && ordersPerSecond <= MOST)) {
      throw new IllegalArgumentException(
          "the rate must be 1 to 100000 orders a second, was " + ordersPerSecond);
    }
  }
}
