package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.gateways.BreakerSignal;
import dev.orderpipeline.gateways.Gate;
import java.util.Optional;

/// After whose answers the thread can be struck.
record StrikingGate(Gate gate, SimThread thread) implements Gate {

  @Override
  public Optional<ParkReason> tryEnter() {
    Optional<ParkReason> reason = gate.tryEnter();
    thread.reach(Point.GATE_ASKED);
    return reason;
  }

  @Override
  public void leaveUnused() {
    gate.leaveUnused();
  }

  @Override
  public void leave(BreakerSignal signal, long durationNanos) {
    gate.leave(signal, durationNanos);
  }
}
