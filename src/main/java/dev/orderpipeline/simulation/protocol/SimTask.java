package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.Admission;
import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Mailbox;
import dev.orderpipeline.protocol.OrderBook;
import dev.orderpipeline.protocol.Stage;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.protocol.StagePort;
import dev.orderpipeline.protocol.Tick;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One incarnation of one partition's task: the nodes of the topology on one order book, as the
/// stream package wires them.
final class SimTask {

  private final SimThread thread;
  private final int partition;
  private final WorkingPartition store;
  private final OrderBook book;
  private final Admission admission;
  private final Map<StageName, Stage> stages = new EnumMap<>(StageName.class);
  private final Map<StageName, Tick> ticks = new EnumMap<>(StageName.class);

  SimTask(SimThread thread, DurablePartition durable) {
    this.thread = thread;
    this.partition = durable.number();
    World world = thread.world();
    this.store = new WorkingPartition(durable, world.setup().memory());
    StrikingStore striking = new StrikingStore(store, thread);
    this.book =
        new OrderBook(
            world.pieces().activeStore().apply(striking), striking, thread.process().capacity());
    this.admission = new Admission(thread.process().parts(thread), book, new Port(StageName.ADMIT));
    for (StageName name : StageName.values()) {
      if (name != StageName.ADMIT) {
        stages.put(name, stage(name));
      }
      ticks.put(name, Tick.FAST);
    }
  }

  private Stage stage(StageName name) {
    Mailbox mailbox = new Mailbox(thread::wake);
    return new Stage(
        name, thread.process().parts(thread), book, thread.outbox(), mailbox, new Port(name));
  }

  Optional<Culprit> culprit() {
    return book.inHand().culprit();
  }

  int partition() {
    return partition;
  }

  WorkingPartition store() {
    return store;
  }

  void placed(InputRecord record) {
    admission.placed(record);
  }

  void command(InputRecord record) {
    admission.command(record);
  }

  /// Runs every node that wants to be run.
  void tick() {
    for (StageName name : StageName.values()) {
      if (ticks.get(name) == Tick.NONE) {
        continue;
      }
      if (name == StageName.ADMIT) {
        admission.tick();
      } else {
        stage(name, stages).tick();
      }
    }
  }

  /// The most urgent tick that a node wants.
  Tick urgency() {
    if (ticks.containsValue(Tick.FAST)) {
      return Tick.FAST;
    }
    return ticks.containsValue(Tick.SLOW) ? Tick.SLOW : Tick.NONE;
  }

  void close() {
    stages.values().forEach(Stage::close);
    book.close();
  }

  private static Stage stage(StageName name, Map<StageName, Stage> stages) {
    return Objects.requireNonNull(stages.get(name));
  }

  /// One node's connection to the others and to the transaction.
  private final class Port implements StagePort {
    private final StageName name;

    Port(StageName name) {
      this.name = name;
    }

    @Override
    public void handOn(StageName to, Handover handover) {
      thread.reach(Point.HANDING_ON);
      stage(to, stages).accept(handover);
    }

    @Override
    public void publish(Order order, byte[] snapshot) {
      thread.reach(Point.PUBLISHING);
      thread.send(partition, Output.of(order, snapshot));
      thread.reach(Point.PUBLISHED);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      thread.reach(Point.PUBLISHING);
      thread.send(partition, Output.of(letter));
      thread.reach(Point.PUBLISHED);
    }

    @Override
    public void tick(Tick tick) {
      ticks.put(name, tick);
    }
  }
}
