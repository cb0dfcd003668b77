package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Tick;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main consumer of one stream thread.
///
/// It polls no longer than until the next tick, since nothing but a record wakes the stream thread.
/// And it closes the input while the process has as many active orders as it may, or somebody has
/// ordered it: the backlog then waits in `orders.placed`, where its lag shows it. Commands always
/// come in.
final class IntakeConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(IntakeConsumer.class);

  /// A wait this long means that there was nothing to do.
  private static final long IDLE_NANOS = 500_000;

  private static final Duration POSITION_LIMIT = Duration.ofMillis(20);

  private final String placedTopic;
  private final IntakeGuard guard;
  private final Supplier<ThreadScope> scope;

  /// What Streams has paused for reasons of its own; never resumed from here.
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();

  private volatile boolean closed;
  private IntakeGuard.@Nullable Closure told;

  IntakeConsumer(
      Map<String, Object> config,
      String placedTopic,
      IntakeGuard guard,
      Supplier<ThreadScope> scope) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.placedTopic = placedTopic;
    this.guard = guard;
    this.scope = scope;
  }

  /// Whether the input is closed. Any thread.
  boolean isClosed() {
    return closed;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    regulateIntake();
    ThreadScope thread = scope.get();
    ConsumerRecords<byte[], byte[]> records = pollUntilTick(timeout, thread);
    thread.polled(System.nanoTime());
    notePositions(records, thread.positions());
    return records;
  }

  private ConsumerRecords<byte[], byte[]> pollUntilTick(Duration timeout, ThreadScope thread) {
    Tick urgency = thread.urgency();
    if (urgency == Tick.NONE) {
      return super.poll(timeout);
    }
    Duration untilTick = untilTick(urgency);
    long before = System.nanoTime();
    ConsumerRecords<byte[], byte[]> records = super.poll(min(untilTick, timeout));
    if (System.nanoTime() - before >= IDLE_NANOS) {
      thread.cadence().waited();
    }
    return records;
  }

  private static Duration untilTick(Tick urgency) {
    long now = System.currentTimeMillis();
    return Duration.ofMillis(urgency.after(now).toEpochMilli() - now);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void notePositions(ConsumerRecords<byte[], byte[]> records, InputPositions positions) {
    for (TopicPartition partition : records.partitions()) {
      if (!positions.knows(partition)) {
        positions.beginsAt(partition, records.records(partition).getFirst().offset());
      }
    }
    for (TopicPartition partition : assignment()) {
      if (partition.topic().equals(placedTopic) && !positions.knows(partition)) {
        notePosition(partition, positions);
      }
    }
  }

  private void notePosition(TopicPartition partition, InputPositions positions) {
    try {
      positions.beginsAt(partition, position(partition, POSITION_LIMIT));
    } catch (TimeoutException e) {
      LOG.debug("position of {} not known yet", partition, e);
    }
  }

  private void regulateIntake() {
    Optional<IntakeGuard.Closure> closure = guard.closure(closed);
    if (closure.isPresent()) {
      List<TopicPartition> open =
          inputPartitions().stream().filter(partition -> !paused().contains(partition)).toList();
      if (!open.isEmpty()) {
        super.pause(open);
      }
      if (!closure.get().isLike(told)) {
        LOG.info("intake closed: {}; the backlog waits in {}", closure.get().why(), placedTopic);
      }
    } else if (closed) {
      super.resume(
          inputPartitions().stream()
              .filter(partition -> !pausedByStreams.contains(partition))
              .toList());
      LOG.info("intake open: {}", guard.room());
    }
    told = closure.orElse(null);
    closed = closure.isPresent();
  }

  private List<TopicPartition> inputPartitions() {
    return assignment().stream()
        .filter(partition -> partition.topic().equals(placedTopic))
        .toList();
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
    super.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(Set.copyOf(partitions));
    super.resume(
        partitions.stream()
            .filter(partition -> !closed || !partition.topic().equals(placedTopic))
            .toList());
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    super.subscribe(topics, new Forgetting(listener));
  }

  @Override
  public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    super.subscribe(pattern, new Forgetting(listener));
  }

  /// Drops what is kept of partitions once they have gone.
  private final class Forgetting implements ConsumerRebalanceListener {
    private final ConsumerRebalanceListener next;

    Forgetting(ConsumerRebalanceListener next) {
      this.next = next;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      next.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        next.onPartitionsRevoked(partitions);
      } finally {
        forget(partitions);
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      try {
        next.onPartitionsLost(partitions);
      } finally {
        forget(partitions);
      }
    }

    private void forget(Collection<TopicPartition> partitions) {
      scope.get().forget(partitions);
      pausedByStreams.removeAll(Set.copyOf(partitions));
    }
  }
}
