package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.gateways.BreakerSignal;
import dev.orderpipeline.gateways.Gate;
import java.util.Optional;

/// Sees to it that every entry is left exactly once, and that there are never too many.
final class CountedGate implements Gate {

  private final Gate gate;
  private final String name;
  private final LiveJudge judge;
  private int inside;

  CountedGate(Gate gate, String name, LiveJudge judge) {
    this.gate = gate;
    this.name = name;
    this.judge = judge;
  }

  int inside() {
    return inside;
  }

  @Override
  public Optional<ParkReason> tryEnter() {
    Optional<ParkReason> reason = gate.tryEnter();
    if (reason.isEmpty()) {
      inside++;
      judge.sample(LiveJudge.CALLS, inside);
    }
    return reason;
  }

  @Override
  public void leaveUnused() {
    left();
    gate.leaveUnused();
  }

  @Override
  public void leave(BreakerSignal signal, long durationNanos) {
    left();
    gate.leave(signal, durationNanos);
  }

  private void left() {
    inside--;
    if (inside < 0) {
      judge.gateLeftTwice(name);
    }
  }
}
