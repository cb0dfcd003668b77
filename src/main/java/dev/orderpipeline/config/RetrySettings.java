package dev.orderpipeline.config;

import java.time.Duration;

/// Capped exponential backoff.
///
/// @param base first wait, 1 ms … the cap
/// @param cap longest wait, at most 1 d
/// @param attempts 1 … 1000
public record RetrySettings(Duration base, Duration cap, int attempts) {

  public RetrySettings {
    Check.between("cap", cap, Duration.ofMillis(1), Duration.ofDays(1));
    Check.between("base", base, Duration.ofMillis(1), cap);
    Check.between("attempts", attempts, 1, 1000);
  }
}
