package dev.orderpipeline.simulation.protocol;

import java.util.List;
import java.util.Objects;

/// The consumer group: which thread owns which partition. Partitions of a thread that is gone or
/// silent go to others after the session time-out; the old owner is fenced from then on.
final class Group {

  private final World world;

  Group(World world) {
    this.world = world;
  }

  List<DurablePartition> ownedBy(SimThread thread) {
    return world.partitions().stream().filter(p -> Objects.equals(p.owner(), thread)).toList();
  }

  /// Gives partitions without a living owner to threads that live.
  void assignOrphans() {
    List<SimThread> running = running();
    if (running.isEmpty()) {
      return;
    }
    for (DurablePartition partition : world.partitions()) {
      SimThread owner = partition.owner();
      if (owner == null || !owner.process().running()) {
        give(partition, running.get(world.plan().choose(running.size())));
      }
    }
  }

  /// Moves a partition from a living thread to any other, in good order.
  void move(DurablePartition partition) {
    List<SimThread> running = running();
    SimThread owner = partition.owner();
    if (running.isEmpty() || owner == null || !owner.process().running()) {
      return;
    }
    world.count("rebalances");
    owner.revoke(partition.number());
    List<SimThread> now = running();
    if (!now.isEmpty()) {
      give(partition, now.get(world.plan().choose(now.size())));
    }
  }

  private void give(DurablePartition partition, SimThread to) {
    world.trace().add(() -> "partition " + partition.number() + " goes to " + to.name());
    partition.giveTo(to);
    to.wake();
  }

  private List<SimThread> running() {
    return world.processes().stream()
        .filter(SimProcess::running)
        .flatMap(process -> process.threads().stream())
        .toList();
  }
}
