package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.gateways.BreakerSignal;
import dev.orderpipeline.gateways.Gate;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A gate that closes and opens by the run's schedule, with a limit on calls in flight.
final class ScheduledGate implements Gate {

  private final BooleanSupplier closed;
  private final int limit;
  private int inside;

  ScheduledGate(BooleanSupplier closed, int limit) {
    this.closed = closed;
    this.limit = limit;
  }

  @Override
  public Optional<ParkReason> tryEnter() {
    if (closed.getAsBoolean()) {
      return Optional.of(ParkReason.BREAKER_OPEN);
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
  }

  @Override
  public void leave(BreakerSignal signal, long durationNanos) {
    inside--;
  }
}
