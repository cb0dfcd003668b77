package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Places the records of a game day: at a rate, all at once, or all that were placed once more. For
/// one thread.
final class Load implements AutoCloseable {

  private static final int IN_FLIGHT = 5_000;
  private static final int WARM_UP_ORDERS = 1_000;
  private static final Duration READ_LIMIT = Duration.ofMinutes(5);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
  private static final long FULL_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Map<String, Object> client;
  private final String topic;
  private final ChaosPlan plan;
  private final OrderGenerator generator;
  private final OrderPublisher publisher;
  private GeneratedRecord next;
  private long placed;

  Load(Map<String, Object> client, String topic, ChaosPlan plan) {
    this.client = client;
    this.topic = topic;
    this.plan = plan;
    this.generator = new OrderGenerator(plan.seed(), "day" + plan.seed(), OrderMix.everyday());
    this.next = generator.next();
    this.publisher = new OrderPublisher(client, IN_FLIGHT);
  }

  /// Good orders, at once.
  void warmUp() {
    new OrderGenerator(plan.seed(), "warm" + plan.seed(), OrderMix.clean())
        .stream()
            .limit(WARM_UP_ORDERS)
            .forEach(record -> placeInTheEnd(record.key(), record.value()));
  }

  /// Places what is due after so much time, as far as Kafka takes it.
  void placeUntil(Duration elapsed) {
    double perNano = plan.ordersPerSecond() / 1e9;
    long wanted = Math.min(plan.orders(), (long) (elapsed.toNanos() * perNano));
    while (placed < wanted
        && publisher.publish(topic, next.key(), next.value(), Map.of(), _ -> {})) {
      placed++;
      next = generator.next();
    }
  }

  boolean isDone() {
    return placed == plan.orders();
  }

  /// Blocks until all is answered, for a bounded time.
  void drain() throws InterruptedException {
    publisher.drain(DRAIN_LIMIT);
  }

  /// The whole input once more.
  ///
  /// @throws IllegalStateException if it cannot be read
  void replay() throws InterruptedException {
    ReadOutcome read =
        new TopicReader(client, System::nanoTime)
            .read(
                ReadRequest.committed(List.of(topic), READ_LIMIT),
                record ->
                    placeInTheEnd(
                        record.key().map(OrderGenerator::utf8).orElse(null),
                        record.value().orElse(null)));
    if (read instanceof ReadOutcome.Incomplete incomplete) {
      throw new IllegalStateException("the input could not be read again: " + incomplete.reason());
    }
    drain();
  }

  /// Blocks while too much is in flight, which ends because the producer answers in bounded time.
  private void placeInTheEnd(byte @Nullable [] key, byte @Nullable [] value) {
    while (!publisher.publish(topic, key, value, Map.of(), _ -> {})) {
      LockSupport.parkNanos(FULL_WAIT_NANOS);
    }
  }

  /// Records placed by [#placeUntil].
  long placed() {
    return placed;
  }

  /// Records that may or may not be in the topic.
  long unacknowledged() {
    return publisher.failed();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
