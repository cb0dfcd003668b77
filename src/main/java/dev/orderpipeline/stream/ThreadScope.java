package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.Tick;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// What belongs to one stream thread: the calls of its transaction, and how soon its nodes want to
/// be run again. Used on that thread only.
final class ThreadScope {

  private final IntentOutbox outbox;
  private final Map<Object, Tick> ticks = new HashMap<>();
  private final InputPositions positions = new InputPositions();
  private final CommittedOrders.Changes changes;
  private final Set<TopicPartition> written = new HashSet<>();
  private final CommitCadence cadence;
  private final StagedEvents events;
  private long lastPollNanos;
  private boolean polledOnce;

  ThreadScope(
      IntentOutbox outbox,
      CommittedOrders.Changes changes,
      CommitCadence cadence,
      StagedEvents events) {
    this.outbox = outbox;
    this.changes = changes;
    this.cadence = cadence;
    this.events = events;
  }

  /// What this thread's transaction does to the orders that others may ask about.
  CommittedOrders.Changes changes() {
    return changes;
  }

  CommitCadence cadence() {
    return cadence;
  }

  /// What is to be told of this thread's transaction.
  StagedEvents events() {
    return events;
  }

  IntentOutbox outbox() {
    return outbox;
  }

  void tick(Object node, Tick tick) {
    if (tick == Tick.NONE) {
      ticks.remove(node);
    } else {
      ticks.put(node, tick);
    }
  }

  /// The most urgent tick that a node of this thread wants.
  Tick urgency() {
    if (ticks.isEmpty()) {
      return Tick.NONE;
    }
    return ticks.containsValue(Tick.FAST) ? Tick.FAST : Tick.SLOW;
  }

  /// The task that reads this input partition may have written in the current transaction.
  void wrote(TopicPartition input) {
    written.add(input);
  }

  Set<TopicPartition> writtenPartitions() {
    return Set.copyOf(written);
  }

  InputPositions positions() {
    return positions;
  }

  /// @param durationNanos that the commit took
  void transactionCommitted(long durationNanos) {
    cadence.committed(System.nanoTime(), durationNanos);
    written.clear();
    positions.committed();
    outbox.committed();
    changes.committed();
    events.transactionCommitted(durationNanos);
  }

  void transactionAborted() {
    cadence.ended(System.nanoTime());
    written.clear();
    positions.aborted();
    outbox.aborted();
    changes.aborted();
    events.transactionAborted();
  }

  /// The partitions belong to someone else now.
  void forget(Collection<TopicPartition> partitions) {
    positions.forget(partitions);
    partitions.forEach(written::remove);
  }

  void polled(long nanos) {
    lastPollNanos = nanos;
    polledOnce = true;
    changes.polled(nanos);
  }

  boolean polledWithin(long nanos, long now) {
    return polledOnce && now - lastPollNanos < nanos;
  }
}
