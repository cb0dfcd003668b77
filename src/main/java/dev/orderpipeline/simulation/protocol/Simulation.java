package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.operations.audit.GuaranteeName;
import java.util.List;
import java.util.Objects;

/// Takes a world from its beginning to its verdict: faults, calm, a person's redrives, the audit,
/// and the whole input once more.
final class Simulation {

  private static final long MOST_EVENTS = 100_000;

  private final String name;
  private final World world;
  private final FinalJudge judge;

  Simulation(String name, World world) {
    this.name = name;
    this.world = world;
    this.judge = new FinalJudge(world);
  }

  SimulationReport run() {
    world.begin();
    untilQuiet();
    redriveSuspended();
    untilQuiet();
    judge.everything();
    if (world.judge().violations().isEmpty()) {
      replay();
    }
    return new SimulationReport(
        name, world.judge().violations(), world.counts(), world.trace().lines());
  }

  private void untilQuiet() {
    long limit = world.queue().happened() + MOST_EVENTS;
    while (!(world.calm() && world.quiet())) {
      if (world.queue().happened() > limit || !world.queue().step()) {
        world
            .judge()
            .violation(
                GuaranteeName.NO_ORDER_STUCK,
                "",
                "the system has not come to rest after " + MOST_EVENTS + " events");
        return;
      }
    }
  }

  private void redriveSuspended() {
    List<Order> suspended =
        judge.active().stream().filter(order -> order.suspended().isPresent()).toList();
    for (Order order : suspended) {
      world.count("redriven");
      InputSchedule.command(world, order.orderId().getBytes(UTF_8), "redrive");
    }
  }

  private void replay() {
    if (judge.turnedAwayUnread()) {
      // Nothing was done for those records yet; a replay of them is their redrive.
      consumeAgain();
      redriveSuspended();
      untilQuiet();
    }
    String before = world.gateways().lines();
    long versions = judge.versions();
    consumeAgain();
    judge.replayed(before, versions);
  }

  private void consumeAgain() {
    world.trace().add(() -> "--- the whole input again ---");
    for (DurablePartition partition : world.partitions()) {
      SimThread owner = Objects.requireNonNull(partition.owner());
      partition.consumed(0, 0);
      partition.giveTo(owner);
      owner.wake();
    }
    untilQuiet();
  }
}
