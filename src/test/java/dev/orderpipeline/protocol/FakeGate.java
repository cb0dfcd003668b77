package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.gateways.BreakerSignal;
import dev.orderpipeline.gateways.Gate;
import java.util.Optional;

/// A gate that a test opens and closes, and that counts.
final class FakeGate implements Gate {

  private Optional<ParkReason> closed = Optional.empty();
  private int limit = Integer.MAX_VALUE;
  private int inside;
  private int asked;

  void open() {
    closed = Optional.empty();
  }

  void close(ParkReason reason) {
    closed = Optional.of(reason);
  }

  void limit(int most) {
    limit = most;
  }

  /// Entries granted and not left.
  int inside() {
    return inside;
  }

  int takeAsked() {
    int times = asked;
    asked = 0;
    return times;
  }

  @Override
  public Optional<ParkReason> tryEnter() {
    asked++;
    if (closed.isPresent()) {
      return closed;
    }
    if (inside >= limit) {
      return Optional.of(ParkReason.CONCURRENCY_LIMIT);
    }
    inside++;
    return Optional.empty();
  }

  @Override
  public void leaveUnused() {
    inside--;
    assertThat(inside).as("entries left more often than granted").isNotNegative();
  }

  @Override
  public void leave(BreakerSignal signal, long durationNanos) {
    leaveUnused();
  }
}
