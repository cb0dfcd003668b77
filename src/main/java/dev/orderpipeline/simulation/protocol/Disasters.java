package dev.orderpipeline.simulation.protocol;

import java.time.Duration;

/// What can be done to processes, partitions and clocks.
final class Disasters {

  private static final int LONGEST_RESTART = 9_000;

  private Disasters() {}

  /// Kills a process; another life of it begins a little later.
  static void crash(World world, SimProcess process) {
    if (process.dead()) {
      return;
    }
    world.count("crashes");
    world.trace().add(() -> process.name() + " is killed");
    process.die();
    world.queue().after(world.setup().sessionMillis(), world.group()::assignOrphans);
    world.queue().after(1 + world.plan().choose(LONGEST_RESTART), () -> restart(world, process));
  }

  private static void restart(World world, SimProcess dead) {
    int slot = world.processes().indexOf(dead);
    if (slot < 0) {
      return;
    }
    world.trace().add(() -> dead.name() + " starts again");
    world.processes().set(slot, new SimProcess(world, dead.name()));
    world.group().assignOrphans();
    if (world.plan().choose(2) == 0) {
      world
          .group()
          .move(world.partitions().get(world.plan().choose(world.partitions().size())));
    }
  }

  /// Stops a process as SIGSTOP does; it goes on after that long.
  static void pause(World world, SimProcess process, int millis) {
    if (!process.running()) {
      return;
    }
    world.count("pauses");
    world.trace().add(() -> process.name() + " is stopped for " + millis + " ms");
    process.pause();
    world.queue().after(world.setup().sessionMillis(), () -> {
      if (process.paused()) {
        world.group().assignOrphans();
      }
    });
    world.queue().after(1 + millis, () -> {
      world.trace().add(() -> process.name() + " wakes");
      process.resume();
      world.group().assignOrphans();
    });
  }

  static void jump(World world, Duration ahead) {
    world.count("clock jumps");
    world.trace().add(() -> "the clock jumps ahead by " + ahead);
    world.clock().jump(ahead);
  }

  static void restartGateways(World world) {
    world.count("gateway restarts");
    world.trace().add(() -> "the gateways restart");
    world.gateways().restart();
  }
}
