package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A point on a monotonic clock by which something must have ended.
final class Deadline {

  /// Kafka refuses time-outs of nothing; the deadline itself is checked apart.
  private static final Duration LEAST = Duration.ofMillis(1);

  private final LongSupplier nanoTime;
  private final long end;

  Deadline(LongSupplier nanoTime, Duration limit) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + limit.toNanos();
  }

  boolean passed() {
    return nanoTime.getAsLong() - end >= 0;
  }

  /// At least 1 ms.
  Duration left() {
    Duration left = Duration.ofNanos(end - nanoTime.getAsLong());
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }
}
