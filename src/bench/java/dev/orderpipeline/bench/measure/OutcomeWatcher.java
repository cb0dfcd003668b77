package dev.orderpipeline.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads committed outcomes as they arrive, on a thread of its own, and notes the time.
public final class OutcomeWatcher implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ASK = Duration.ofSeconds(20);
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicReference<@Nullable Arrivals> current = new AtomicReference<>();
  private final Thread thread;
  private long next = 1;

  /// @param topics where outcomes appear; exist, and are empty or read from their end
  public OutcomeWatcher(String bootstrap, List<String> topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "max.poll.records",
                10_000,
                // A look every few milliseconds, not for every outcome: on two cores the measurer
                // would
                // otherwise be most of what it measures at small loads.
                "fetch.min.bytes",
                1024 * 1024,
                "fetch.max.wait.ms",
                5,
                // Values are of no interest, and there may be many megabytes of them.
                "fetch.max.bytes",
                8 * 1024 * 1024),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic, ASK).stream())
            .map(OutcomeWatcher::partition)
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().daemon().name("outcome-watcher").start(this::watch);
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  /// Expects the outcomes of the next orders; they are numbered on from those before.
  public Arrivals expect(int orders) {
    Arrivals arrivals = new Arrivals(next, orders);
    next += orders;
    current.set(arrivals);
    return arrivals;
  }

  /// Waits until all outcomes have arrived.
  ///
  /// @return false if they have not within the limit
  public boolean await(Arrivals arrivals, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!arrivals.complete() && System.nanoTime() < until && thread.isAlive()) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting for outcomes");
      }
    }
    return arrivals.complete();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var records = consumer.poll(POLL);
        long now = WallClock.nanos();
        Arrivals arrivals = current.get();
        if (arrivals != null) {
          for (ConsumerRecord<byte[], byte[]> record : records) {
            arrivals.arrived(sequence(record.key()), now);
          }
        }
      }
    } catch (WakeupException _) {
      // Asked to end.
    } finally {
      consumer.close();
    }
  }

  /// The number at the end of the orderId.
  private static long sequence(byte[] key) {
    String orderId = new String(key, UTF_8);
    return Long.parseLong(orderId, orderId.lastIndexOf('-') + 1, orderId.length(), 10);
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(ASK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
