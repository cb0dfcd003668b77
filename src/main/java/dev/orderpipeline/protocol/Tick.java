package dev.orderpipeline.protocol;

import java.time.Duration;

/// How often a stage wants to be called without input.
public enum Tick {
  /// Answers are due any moment.
  FAST(Duration.ofMillis(1)),
  /// Only time or a gate can move something.
  SLOW(Duration.ofMillis(100)),
  /// Nothing to do: an idle pipeline must not keep committing.
  NONE(Duration.ZERO);

  private final Duration interval;

  Tick(Duration interval) {
    this.interval = interval;
  }

  public Duration interval() {
    return interval;
  }
}
