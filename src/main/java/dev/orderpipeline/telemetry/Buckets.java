package dev.orderpipeline.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/// Upper bounds of the histograms' buckets, in milliseconds. Every bound is a time series, so there
/// are as few as tell a good day from a bad one.
final class Buckets {

  /// From a call that a cache answered to one that timed out.
  static final Duration[] CALL = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

  static final Duration[] COMMIT = millis(2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000);

  /// From one commit to the deadline of an order and beyond.
  static final Duration[] ORDER =
      millis(
          10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000,
          3_600_000);

  private Buckets() {}

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
