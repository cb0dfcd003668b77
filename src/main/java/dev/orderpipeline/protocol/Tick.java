package dev.orderpipeline.protocol;

import java.time.Duration;
import java.time.Instant;

/// How often a stage wants to be called without input.
public enum Tick {
  /// Answers are due any moment.
  FAST(Duration.ofMillis(4)),
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

  /// The next tick after a time, in milliseconds since the epoch. All who tick alike do it
  /// together: a run loop that is interrupted by each of them at a time of its own gets nothing
  /// else done.
  public Instant after(long epochMillis) {
    long step = interval.toMillis();
    return Instant.ofEpochMilli(epochMillis - epochMillis % step + step);
  }
}
