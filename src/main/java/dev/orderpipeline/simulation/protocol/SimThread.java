package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stream thread: polls, lets its tasks work, commits. All its tasks share one transaction.
final class SimThread {

  private record Sent(int partition, Output output) {}

  private static final long COMMIT_INTERVAL = 20;
  private static final int MOST_IDLE_DOUBLINGS = 9;

  private final World world;
  private final SimProcess process;
  private final String name;
  private final IntentOutbox outbox;
  private final Map<Integer, SimTask> tasks = new TreeMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private long began;
  private boolean open;
  private boolean intakeClosed;
  private boolean wokenFromPause;
  private int idleTurns;
  private long nextTurn = Long.MAX_VALUE;
  private long turnNumber;

  SimThread(World world, SimProcess process, String name) {
    this.world = world;
    this.process = process;
    this.name = name;
    this.outbox =
        new IntentOutbox(world.pieces().client().apply(world.network().clientOf(process, this)));
  }

  World world() {
    return world;
  }

  SimProcess process() {
    return process;
  }

  String name() {
    return name;
  }

  IntentOutbox outbox() {
    return outbox;
  }

  /// Whose work is in hand.
  Optional<Culprit> culprit() {
    return tasks.values().stream().flatMap(task -> task.culprit().stream()).findFirst();
  }

  /// A moment at which this thread can be struck.
  void reach(Point point) {
    world.reach(point, this);
  }

  /// Adds to the transaction.
  void send(int partition, Output output) {
    wrote();
    sent.add(new Sent(partition, output));
    world.trace().add(() -> name + " sends " + output.topic() + " " + output.describe());
  }

  /// Something is in the transaction.
  void wrote() {
    if (!open) {
      open = true;
      began = world.clock().elapsed();
    }
  }

  /// Something has come: an answer, a record, a partition.
  void wake() {
    idleTurns = 0;
    turnAfter(1);
  }

  void wakeFromPause() {
    wokenFromPause = true;
    wake();
  }

  /// Whether it has nothing to do and nothing to wait for.
  boolean quiet() {
    return !open
        && outbox.size() == 0
        && tasks.values().stream().allMatch(this::quiet)
        && world.group().ownedBy(this).stream().allMatch(p -> tasks.containsKey(p.number()));
  }

  private boolean quiet(SimTask task) {
    return !task.store().stale()
        && task.urgency() == Tick.NONE
        && task.store().placed() == world.placed().end(task.partition())
        && task.store().commands() == world.commands().end(task.partition());
  }

  private void turnAfter(long millis) {
    long at = world.clock().elapsed() + millis;
    if (at >= nextTurn) {
      return;
    }
    nextTurn = at;
    long number = ++turnNumber;
    world
        .queue()
        .after(
            millis,
            () -> {
              if (number == turnNumber) {
                nextTurn = Long.MAX_VALUE;
                turn();
              }
            });
  }

  private void turn() {
    if (!process.running()) {
      return;
    }
    world.guard(this, this::work);
    if (process.running()) {
      turnAfter(pause());
    }
  }

  private long pause() {
    idleTurns++;
    if (open) {
      return Math.max(1, began + COMMIT_INTERVAL - world.clock().elapsed());
    }
    if (tasks.values().stream().allMatch(this::quiet)) {
      return 1_000;
    }
    // A thread may always be late, so that an hour's wait need not be a hundred thousand turns.
    return 2L << Math.min(idleTurns, MOST_IDLE_DOUBLINGS);
  }

  private void work() {
    // A process that was stopped may go on with what it had before it hears of its loss.
    boolean oblivious = wokenFromPause && world.plan().choose(2) == 0;
    wokenFromPause = false;
    if (!oblivious) {
      join();
      poll();
    }
    for (SimTask task : List.copyOf(tasks.values())) {
      task.tick();
    }
    reach(Point.TICKED);
    boolean due = world.clock().elapsed() - began >= COMMIT_INTERVAL;
    if (open && (due || oblivious || world.plan().choose(4) == 0)) {
      commit();
    }
  }

  /// Learns what the group has decided.
  private void join() {
    if (tasks.values().stream().anyMatch(task -> task.store().stale())) {
      world.trace().add(() -> name + " has lost partitions");
      abort();
    }
    for (DurablePartition partition : world.group().ownedBy(this)) {
      if (!tasks.containsKey(partition.number())) {
        world.count("incarnations of partition " + partition.number());
        world.trace().add(() -> name + " takes up partition " + partition.number());
        tasks.put(partition.number(), new SimTask(this, partition));
        idleTurns = 0;
      }
    }
  }

  private void poll() {
    regulateIntake();
    for (SimTask task : List.copyOf(tasks.values())) {
      int most = 1 + world.plan().choose(world.setup().batch());
      for (int i = 0; i < most && task.store().commands() < commandsEnd(task); i++) {
        began(task);
        task.command(world.commands().at(task.partition(), task.store().takeCommand()));
      }
      for (int i = 0; i < most && !intakeClosed && task.store().placed() < placedEnd(task); i++) {
        began(task);
        task.placed(world.placed().at(task.partition(), task.store().takePlaced()));
      }
    }
  }

  private void began(SimTask task) {
    wrote();
    idleTurns = 0;
    reach(Point.RECORD_TAKEN);
    world.trace().add(() -> name + " reads from partition " + task.partition());
  }

  private long commandsEnd(SimTask task) {
    return world.commands().end(task.partition());
  }

  private long placedEnd(SimTask task) {
    return world.placed().end(task.partition());
  }

  /// As the consumer of the stream package does.
  private void regulateIntake() {
    if (!process.capacity().hasRoom() || world.memoryLoss().underway()) {
      intakeClosed = true;
    } else if (process.capacity().hasDrained()) {
      intakeClosed = false;
    }
  }

  /// Commits the transaction; on return it is durable and its calls have left, or it is aborted.
  void commit() {
    if (!open) {
      return;
    }
    reach(Point.BEFORE_COMMIT);
    if (world.pieces().callsBeforeCommit()) {
      outbox.committed();
    }
    if (tasks.values().stream().anyMatch(t -> t.store().stale() && t.store().hasWritten())) {
      world.count("fenced");
      world.trace().add(() -> name + " is fenced off: its commit is refused");
      abort();
      return;
    }
    CommitFate fate = world.commitFate();
    makeDurable(fate != CommitFate.WITHOUT_OFFSETS);
    world.trace().add(() -> name + " commits: " + fate);
    switch (fate) {
      case COMMITTED -> {
        reach(Point.COMMITTED);
        process.run(() -> world.guard(this, outbox::committed));
        reach(Point.DISPATCHED);
      }
      case ACKNOWLEDGEMENT_LOST -> abort();
      case WITHOUT_OFFSETS -> {
        // Corrupted tasks are closed before the commit, so their calls do not leave.
        closeTasks();
        outbox.committed();
      }
    }
  }

  private void makeDurable(boolean withOffsets) {
    for (SimTask task : tasks.values()) {
      if (!task.store().stale()) {
        world.judge().committing(task.store().changelog());
        task.store().commit(withOffsets);
      }
    }
    sent.forEach(s -> world.outputs().append(s.partition(), s.output()));
    sent.clear();
    open = false;
    idleTurns = 0;
  }

  /// Drops what the transaction holds; the tasks begin again from what is committed.
  void abort() {
    world.count("aborts");
    closeTasks();
    sent.clear();
    open = false;
    outbox.aborted();
    idleTurns = 0;
  }

  /// Gives a partition back in good order.
  void revoke(int partition) {
    if (!tasks.containsKey(partition)) {
      return;
    }
    world.guard(this, this::commit);
    SimTask task = process.running() ? tasks.remove(partition) : null;
    if (task != null) {
      task.close();
    }
  }

  private void closeTasks() {
    tasks.values().forEach(SimTask::close);
    tasks.clear();
  }
}
