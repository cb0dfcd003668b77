package dev.orderpipeline.domain;

import java.time.Duration;

/// Capped exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And
/// Jitter": `sleep = random(0, min(cap, base · 2^n))`).
///
/// The jitter is drawn from the idempotency key and the number of setbacks: spread over orders as a
/// random number would be, and the same whenever the same decision is taken again.
///
/// @param base ceiling of the first wait
/// @param cap no wait is longer
/// @param maxAttempts attempts before giving up, at least 1
public record RetryPolicy(Duration base, Duration cap, int maxAttempts) {

  public RetryPolicy {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0 || maxAttempts < 1) {
      throw new IllegalArgumentException(
          "retry needs 0 < base <= cap and at least one attempt, was base=%s, cap=%s, maxAttempts=%d"
              .formatted(base, cap, maxAttempts));
    }
  }

  /// How long to wait after that many setbacks in a row.
  ///
  /// @param setbacks from 1
  Duration delay(String key, int setbacks) {
    int doublings = Math.min(setbacks - 1, 30);
    long ceiling = Math.min(cap.toMillis(), base.toMillis() << doublings);
    long unit = mix(key.hashCode() * 31L + setbacks) >>> 11;
    return Duration.ofMillis(1 + (long) (unit * 0x1.0p-53 * ceiling));
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
  /// Generators").
  private static long mix(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
