package dev.orderpipeline.config;

import java.time.Duration;

/// When so much goes wrong that a process takes nothing more in.
///
/// @param window within which it is counted, 1 s … 1 d
/// @param deadLetters too many of them, 1 … 10^9
/// @param rate percent of the input that is too many, 1 … 100 …
/// @param minimum … from so many dead letters on, 1 … 10^9
/// @param processingFailures too many of them, 1 … 1000
public record BrakeSettings(
    Duration window, int deadLetters, int rate, int minimum, int processingFailures) {

  public BrakeSettings {
    Check.between("window", window, Duration.ofSeconds(1), Duration.ofDays(1));
    Check.between("dead-letters", deadLetters, 1, 1_000_000_000);
    Check.between("rate", rate, 1, 100);
    Check.between("minimum", minimum, 1, 1_000_000_000);
    Check.between("processing-failures", processingFailures, 1, 1_000);
  }
}
