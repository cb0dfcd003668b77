package dev.orderpipeline.stream.topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Publishes records to the pipeline's input topics: durably (`acks=all`, idempotent), without
/// blocking the caller, with a bound on what is in flight. Thread-safe.
public final class OrderPublisher implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final int maxInFlight;
  private final Semaphore free;

  /// KafkaProducer.send may block, for metadata or for memory. It does so here, not on the caller's
  /// thread. The queue is bounded by the permits.
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("order-publisher").factory());

  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param maxInFlight records accepted and not yet answered
  public OrderPublisher(Map<String, ?> client, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be at least 1, was " + maxInFlight);
    }
    this.maxInFlight = maxInFlight;
    this.free = new Semaphore(maxInFlight);
    var config = new HashMap<String, Object>();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.putAll(client);
    // On a partition that was just made, a first batch can be refused and a second one taken: the
    // broker then
    // refuses the first for ever as out of order. One at a time cannot overtake.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Takes a record for publishing.
  ///
  /// @param key UTF-8 of the orderId; null is published as such
  /// @param value null publishes a tombstone
  /// @param headers UTF-8
  /// @param done called exactly once if the record was taken, on a thread of the publisher; must
  ///   not block
  /// @return false if too much is in flight, or the publisher is closed; the record was not taken
  public boolean publish(
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, String> headers,
      Consumer<PublishOutcome> done) {
    if (!free.tryAcquire()) {
      return false;
    }
    try {
      sender.execute(() -> send(topic, key, value, headers, done));
      return true;
    } catch (RejectedExecutionException closed) {
      free.release();
      return false;
    }
  }

  private void send(
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, String> headers,
      Consumer<PublishOutcome> done) {
    var record = new ProducerRecord<byte[], byte[]>(topic, key, value);
    headers.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    try {
      // The callback gets the same answer as the future.
      var _ =
          producer.send(record, (metadata, failure) -> answered(topic, metadata, failure, done));
    } catch (KafkaException | IllegalStateException e) {
      // IllegalStateException: closed meanwhile.
      answered(topic, null, e, done);
    }
  }

  private void answered(
      String topic,
      @Nullable RecordMetadata metadata,
      @Nullable Exception failure,
      Consumer<PublishOutcome> done) {
    try {
      if (failure == null && metadata != null) {
        acknowledged.increment();
        done.accept(
            new PublishOutcome.Acknowledged(topic, metadata.partition(), metadata.offset()));
      } else {
        failed.increment();
        done.accept(new PublishOutcome.Failed(topic, String.valueOf(failure)));
      }
    } finally {
      free.release(); // Last, so that whoever has drained sees every count.
    }
  }

  public long acknowledged() {
    return acknowledged.sum();
  }

  public long failed() {
    return failed.sum();
  }

  /// Records taken and not yet answered.
  public int inFlight() {
    return maxInFlight - free.availablePermits();
  }

  /// Waits until everything taken so far has been answered.
  ///
  /// @return false if that took longer than the limit
  public boolean drain(Duration limit) throws InterruptedException {
    if (!free.tryAcquire(maxInFlight, limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    free.release(maxInFlight);
    return true;
  }

  /// Publishes what was taken, for at most twice ten seconds, and stops. What is left then is
  /// answered as failed.
  @Override
  public void close() {
    sender.shutdown();
    List<Runnable> unsent = List.of();
    try {
      if (!sender.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        unsent = sender.shutdownNow();
      }
      producer.close(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unsent = sender.shutdownNow();
      producer.close(Duration.ZERO);
    }
    unsent.forEach(Runnable::run); // The closed producer refuses them, which answers them.
  }
}
