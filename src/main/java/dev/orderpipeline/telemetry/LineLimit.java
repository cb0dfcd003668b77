package dev.orderpipeline.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Lets a number of lines through a second and counts the others. Thread-safe.
public final class LineLimit {

  private final int perSecond;
  private final LongSupplier nanoTime;
  private long second;
  private int lines;
  private long dropped;

  /// A limit.
  ///
  /// @param perSecond at least 1
  /// @param nanoTime monotonic time
  public LineLimit(int perSecond, LongSupplier nanoTime) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("lines a second must be at least 1, was " + perSecond);
    }
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.second = nanoTime.getAsLong();
  }

  synchronized boolean allows() {
    long now = nanoTime.getAsLong();
    if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
      second = now;
      lines = 0;
    }
    if (lines < perSecond) {
      lines++;
      return true;
    }
    dropped++;
    return false;
  }

  /// Lines left out since the last call.
  synchronized long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }
}
