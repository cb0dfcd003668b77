package dev.orderpipeline.simulation.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Time that moves only when the simulation says so. What has elapsed drives events and time-outs;
/// the wall clock, which the pipeline reads, can also jump ahead of it.
final class VirtualClock extends Clock {

  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private long elapsedMillis;
  private long jumpedMillis;

  /// Milliseconds since the run began, without jumps.
  long elapsed() {
    return elapsedMillis;
  }

  void advanceTo(long millis) {
    elapsedMillis = Math.max(elapsedMillis, millis);
  }

  void jump(Duration ahead) {
    jumpedMillis += ahead.toMillis();
  }

  @Override
  public Instant instant() {
    return BEGIN.plusMillis(elapsedMillis + jumpedMillis);
  }

  @Override
  public long millis() {
    return instant().toEpochMilli();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
