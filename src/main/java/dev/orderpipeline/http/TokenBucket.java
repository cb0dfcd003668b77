package dev.orderpipeline.http;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Lets so many through a second, and a burst after quiet times. Thread-safe.
final class TokenBucket {

  private final double perNano;
  private final double burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filledAt;

  /// A full bucket.
  ///
  /// @param perSecond at least 1
  /// @param burst at least 1
  /// @param nanoTime monotonic time
  TokenBucket(int perSecond, int burst, LongSupplier nanoTime) {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "rate and burst must be at least 1, were %d and %d".formatted(perSecond, burst));
    }
    this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.filledAt = nanoTime.getAsLong();
  }

  /// Takes a token.
  ///
  /// @return empty if there was one, else after how many seconds there will be
  synchronized OptionalInt take() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + Math.max(0, now - filledAt) * perNano);
    filledAt = now;
    if (tokens >= 1) {
      tokens--;
      return OptionalInt.empty();
    }
    double nanos = (1 - tokens) / perNano;
    return OptionalInt.of((int) Math.max(1, Math.ceil(nanos / TimeUnit.SECONDS.toNanos(1))));
  }
}
