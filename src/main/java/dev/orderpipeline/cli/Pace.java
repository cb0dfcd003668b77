package dev.orderpipeline.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Spreads events evenly over time. An event that comes late does not delay those after it.
final class Pace {

  private final @Nullable Double perSecond;
  private final LongSupplier nanoTime;
  private final long start;

  /// @param perSecond null for no limit
  Pace(@Nullable Double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /// How long to wait before event number n, from 0; 0 or less if it is due.
  long nanosUntil(long n) {
    if (perSecond == null) {
      return 0;
    }
    long due = (long) (n / perSecond * TimeUnit.SECONDS.toNanos(1));
    return due - elapsedNanos();
  }

  long elapsedNanos() {
    return nanoTime.getAsLong() - start;
  }
}
