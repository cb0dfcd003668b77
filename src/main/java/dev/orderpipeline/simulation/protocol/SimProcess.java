package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.protocol.BrakeLimits;
import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.PipelineParts;
import dev.orderpipeline.protocol.Quarantine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// One life of one process: what its threads share. It ends for good when it crashes.
final class SimProcess {

  private enum State {
    RUNNING,
    PAUSED,
    DEAD
  }

  private final World world;
  private final String name;
  private final Capacity capacity;
  private final Quarantine quarantine;
  private final SimGates gates;
  private final List<SimThread> threads = new ArrayList<>();
  private final Queue<Runnable> heldBack = new ArrayDeque<>();
  private State state = State.RUNNING;

  SimProcess(World world, String name) {
    this.world = world;
    this.name = name;
    this.capacity = new Capacity(world.setup().activeLimit());
    this.quarantine = new Quarantine(BrakeLimits.DEFAULTS, world.clock());
    this.gates = new SimGates(world);
    for (int i = 0; i < world.setup().threads(); i++) {
      threads.add(new SimThread(world, this, name + "/t" + i));
    }
  }

  String name() {
    return name;
  }

  List<SimThread> threads() {
    return threads;
  }

  Capacity capacity() {
    return capacity;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  SimGates gates() {
    return gates;
  }

  Gate gate(Step step) {
    return gates.of(step);
  }

  /// What the production code is assembled from on a thread of this process.
  PipelineParts parts(SimThread thread) {
    Decider machine = new StrikingDecider(world.machine(), thread);
    return new PipelineParts(
        machine,
        world.requests(),
        world.setup().rules(),
        step -> new StrikingGate(gates.of(step), thread),
        capacity,
        world.judge().events(this),
        world.clock(),
        world.setup().memory(),
        world.setup().policy().resendWindow(),
        quarantine,
        new SnapshotWriter()::write);
  }

  boolean running() {
    return state == State.RUNNING;
  }

  boolean dead() {
    return state == State.DEAD;
  }

  boolean paused() {
    return state == State.PAUSED;
  }

  void die() {
    state = State.DEAD;
    heldBack.clear();
  }

  void pause() {
    state = State.PAUSED;
  }

  void resume() {
    if (state != State.PAUSED) {
      return;
    }
    state = State.RUNNING;
    while (running() && !heldBack.isEmpty()) {
      heldBack.remove().run();
    }
    threads.forEach(SimThread::wakeFromPause);
  }

  /// Runs it now if the process runs, when it wakes if it is stopped, and never if it is dead.
  void run(Runnable action) {
    switch (state) {
      case RUNNING -> action.run();
      case PAUSED -> heldBack.add(action);
      case DEAD -> {
        // Nobody is there any more.
      }
    }
  }
}
