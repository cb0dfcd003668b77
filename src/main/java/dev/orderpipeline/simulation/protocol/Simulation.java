package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandDecoder;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.operations.audit.GuaranteeName;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Takes a world from its beginning to its verdict: faults, calm, a person's redrives, the audit,
/// and the whole input once more.
final class Simulation {

  private static final long MOST_EVENTS = 100_000;

  private final String name;
  private final World world;
  private final FinalJudge judge;
  private final Set<TopicRecord> redriven = new HashSet<>();

  Simulation(String name, World world) {
    this.name = name;
    this.world = world;
    this.judge = new FinalJudge(world);
  }

  SimulationReport run() {
    world.begin();
    untilQuiet();
    redriveRestores();
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

  /// An order that could not be brought back because of an error that nobody foresaw has a dead
  /// letter, which carries the command.
  private void redriveRestores() {
    for (TopicRecord letter : judge.failedCommands()) {
      if (letter.value().filter(Simulation::restores).isPresent() && redriven.add(letter)) {
        world.count("restores redriven");
        InputSchedule.command(
            world, letter.key().orElseThrow().getBytes(UTF_8), letter.value().get());
      }
    }
  }

  private static boolean restores(byte[] command) {
    return new CommandDecoder().decode(command, 0) instanceof CommandDecoder.DecodedCommand.Restore;
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
