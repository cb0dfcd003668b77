package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.operations.recovery.RecoveryPlan;
import dev.orderpipeline.operations.replay.Fate;
import dev.orderpipeline.operations.replay.KnownOrders;
import dev.orderpipeline.operations.replay.ReplayPlanner;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that the pipeline remembers is lost, and brought back as the command `recover` does it: with
/// the input closed, the latest snapshot of every order is sent as a restore command, what left no
/// trace is placed again, and the input is opened when all of that has been applied.
final class MemoryLoss {

  private static final int SLOWEST_OPERATOR = 30_000;
  private static final int LOOK_EVERY = 300;
  private static final int MOST_ORDERS = 100_000;

  private final World world;
  private final Set<String> placedAgain = new HashSet<>();
  private final Map<Integer, Long> lastRestores = new HashMap<>();
  private final Set<String> restores = new HashSet<>();
  private int losses;
  private boolean underway;

  MemoryLoss(World world) {
    this.world = world;
  }

  /// Whether orders are being brought back, and the input is closed for that.
  boolean underway() {
    return underway;
  }

  /// Every process stops, or is stopped already; who was asleep wakes with what it had.
  void strike() {
    world.count("memories lost");
    world.trace().add(() -> "all that the pipeline remembers is lost");
    losses++;
    underway = true;
    lastRestores.clear();
    restores.clear();
    for (SimProcess process : List.copyOf(world.processes())) {
      if (process.running()) {
        Disasters.crash(world, process);
      }
    }
    // On another cluster nobody knows how far was read: one moves when all of it was.
    boolean offsetsToo =
        world.plan().choose(4) == 0
            && world.partitions().stream()
                .allMatch(p -> p.placedConsumed() == world.placed().end(p.number()));
    for (DurablePartition partition : world.partitions()) {
      partition.forget();
      if (offsetsToo) {
        // As a recovery sets them: what lies there was read by whoever wrote the states.
        partition.consumed(
            world.placed().end(partition.number()), world.commands().end(partition.number()));
      }
    }
    world.judge().memoryLost();
    int loss = losses;
    boolean cutShort = world.plan().choose(3) == 0;
    later(loss, () -> publish(loss, cutShort));
  }

  private void later(int loss, Runnable step) {
    world
        .queue()
        .after(
            1 + world.plan().choose(SLOWEST_OPERATOR),
            () -> {
              if (loss == losses) {
                step.run();
              }
            });
  }

  /// @param cutShort whether whoever recovers is killed on the way, and begins again
  private void publish(int loss, boolean cutShort) {
    KnownOrders orders = new KnownOrders(MOST_ORDERS);
    states().forEach(orders::add);
    Set<String> unstarted = unstarted(orders);
    RecoveryPlan plan =
        new RecoveryPlan(
            world.setup().memory(), world.setup().policy().resendWindow(), world.clock().instant());
    List<TopicRecord> latest =
        states().stream()
            .filter(record ->
                orders
                    .find(record.key().orElseThrow())
                    .filter(one -> one.liesAt(record) && plan.restores(one))
                    .isPresent())
            .toList();
    if (cutShort) {
      world.trace().add(() -> "whoever recovers is killed");
      latest.subList(0, world.plan().choose(latest.size() + 1)).forEach(this::restore);
      later(loss, () -> publish(loss, false));
      return;
    }
    latest.forEach(this::restore);
    world.placed().all().stream()
        .filter(record -> unstarted.contains(AsRead.of(record).position()))
        .forEach(this::placeAgain);
    openWhenApplied(loss);
  }

  private List<TopicRecord> states() {
    return world.outputs().records().stream()
        .filter(record -> record.headers().containsKey("ce_id"))
        .toList();
  }

  private Set<String> unstarted(KnownOrders orders) {
    Map<Integer, Long> consumed = new HashMap<>();
    world.partitions().forEach(p -> consumed.put(p.number(), p.placedConsumed()));
    ReplayPlanner planner =
        new ReplayPlanner(
            new ReplayPlanner.Knowledge(
                orders,
                world.outputs().deadLettered(),
                placedAgain,
                consumed,
                world.setup().policy().resendWindow()),
            world.clock().instant());
    Set<String> unstarted = new HashSet<>();
    for (InputRecord record : world.placed().all()) {
      Fate fate = planner.judge(AsRead.of(record)).fate();
      if (fate == Fate.RUNS || fate == Fate.TOO_OLD) {
        unstarted.add(AsRead.of(record).position());
      }
    }
    return unstarted;
  }

  private void restore(TopicRecord snapshot) {
    world.count("restore commands");
    byte[] key = snapshot.key().orElseThrow().getBytes(UTF_8);
    InputRecord command =
        InputSchedule.command(
            world, key, CommandWriter.restore("operator", snapshot.value().orElseThrow()));
    lastRestores.put(command.position().partition(), command.position().offset());
    restores.add(AsRead.of(command).position());
  }

  private void placeAgain(InputRecord record) {
    world.count("placed again by a recovery");
    TopicRecord asRead = AsRead.of(record);
    placedAgain.add(asRead.position());
    InputSchedule.placeAgain(
        world,
        record,
        new Origin(
            Optional.of(ReplayPlanner.since(asRead)),
            Optional.empty(),
            0,
            Optional.of("recovery")));
  }

  private void openWhenApplied(int loss) {
    if (loss != losses) {
      return;
    }
    boolean applied =
        world.partitions().stream()
            .allMatch(partition ->
                partition.commandsConsumed() > lastRestores.getOrDefault(partition.number(), -1L));
    if (!applied) {
      world.queue().after(LOOK_EVERY, () -> openWhenApplied(loss));
      return;
    }
    if (!Collections.disjoint(world.outputs().deadLettered(), restores)) {
      world.count("recoveries run again");
      world.trace().add(() -> "not everything is back: recover is run again");
      restores.clear();
      later(loss, () -> publish(loss, false));
      return;
    }
    world.trace().add(() -> "everything is back");
    underway = false;
    List<SimThread> threads = new ArrayList<>();
    world.processes().forEach(process -> threads.addAll(process.threads()));
    threads.forEach(SimThread::wake);
  }
}
