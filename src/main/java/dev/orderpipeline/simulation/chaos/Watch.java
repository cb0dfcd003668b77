package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicFollower;
import dev.orderpipeline.stream.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can be seen of the pipeline from its topics: who reads which partition, when outcomes come,
/// and which orders are on their way. Thread-safe.
final class Watch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
  private static final String SUSPENDED = "\"suspended\":{";

  private final TopicNames topics;
  private final LongSupplier nanoTime;
  private final TopicAdmin admin;
  private final TopicFollower follower;
  private final OutcomeTimes outcomes = new OutcomeTimes();
  private final Set<String> onTheirWay = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong lastRecord = new AtomicLong();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("who-reads-what").factory());
  private volatile Map<Integer, String> readers = Map.of();

  Watch(Map<String, Object> client, TopicNames topics, LongSupplier nanoTime) {
    this.topics = topics;
    this.nanoTime = nanoTime;
    this.admin = new TopicAdmin(client, ASK_LIMIT);
    this.follower =
        TopicFollower.start(
            client,
            List.of(
                topics.validating(), topics.compensating(), topics.completed(), topics.failed()),
            this::see);
    var _ = asking.scheduleWithFixedDelay(this::askReaders, 0, 500, TimeUnit.MILLISECONDS);
  }

  private void askReaders() {
    try {
      Map<Integer, String> now = admin.readers(LocalWorld.PIPELINE, topics.placed());
      // Nobody reads while the group rebalances; whoever read before owns them still.
      if (now.size() == LocalWorld.PARTITIONS) {
        readers = now;
      }
    } catch (IllegalStateException e) {
      LOG.debug("who reads what is not known now", e);
    }
  }

  private synchronized void see(TopicRecord record) {
    lastRecord.set(nanoTime.getAsLong());
    String orderId = record.key().orElse("");
    if (record.topic().equals(topics.completed()) || record.topic().equals(topics.failed())) {
      outcomes.add(record.partition(), nanoTime.getAsLong());
      (record.topic().equals(topics.completed()) ? completed : failed).incrementAndGet();
      ended.add(orderId);
      onTheirWay.remove(orderId);
    } else if (record.topic().equals(topics.compensating()) && isSuspended(record)) {
      onTheirWay.remove(orderId);
    } else if (!ended.contains(orderId)) {
      // Topics are not read in the order of an order's versions.
      onTheirWay.add(orderId);
    }
  }

  private static boolean isSuspended(TopicRecord record) {
    return record
        .value()
        .map(value -> new String(value, StandardCharsets.UTF_8).contains(SUSPENDED))
        .orElse(false);
  }

  /// The partitions that an instance's threads read, as last known.
  Set<Integer> partitionsOf(String instance) {
    var partitions = new HashSet<Integer>();
    readers.forEach((partition, reader) -> {
      if (reader.startsWith(instance + "-")) {
        partitions.add(partition);
      }
    });
    return partitions;
  }

  Set<Integer> partitions() {
    return Set.copyOf(readers.keySet());
  }

  OutcomeTimes outcomes() {
    return outcomes;
  }

  long completed() {
    return completed.get();
  }

  long failed() {
    return failed.get();
  }

  synchronized int onTheirWay() {
    return onTheirWay.size();
  }

  /// Whether all input is consumed, no order is on its way, and nothing has come for a while.
  boolean isQuiet(Duration silence) {
    if (!follower.isReading()) {
      follower.close(); // Throws what ended it.
    }
    try {
      return onTheirWay() == 0
          && nanoTime.getAsLong() - lastRecord.get() > silence.toNanos()
          && admin
              .ends(topics.placed())
              .equals(admin.consumed(LocalWorld.PIPELINE, topics.placed()));
    } catch (IllegalStateException e) {
      LOG.debug("Kafka cannot be asked now", e);
      return false;
    }
  }

  @Override
  public void close() {
    asking.shutdownNow();
    try {
      follower.close();
    } catch (CompletionException e) {
      LOG.warn("the topics could not be watched to the end", e);
    }
    admin.close();
  }
}
