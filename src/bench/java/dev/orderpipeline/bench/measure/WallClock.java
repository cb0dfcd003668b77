package dev.orderpipeline.bench.measure;

import java.time.Instant;

/// The machine's wall clock in nanoseconds since 1970: what several processes of one machine agree
/// on.
public final class WallClock {

  private WallClock() {}

  public static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
