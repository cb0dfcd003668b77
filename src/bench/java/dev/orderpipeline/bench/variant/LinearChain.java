package dev.orderpipeline.bench.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The pattern's "before": a consumer hands each order to one of 64 workers, which awaits validate,
/// charge and reserve one after the other, tries again what fails, and publishes the outcome. It
/// keeps no state, writes no intent and commits offsets as it goes (at least once): a crash between
/// a charge and its offset charges with the same key again, an order given up is only logged.
///
/// Settings: `workers` (64), `attempts` (8).
final class LinearChain implements Peer {

  private static final int WORKERS = 64;
  private static final int ATTEMPTS = 8;
  private static final long FIRST_WAIT_MS = 200;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public String name() {
    return Variants.LINEAR;
  }

  @Override
  public String what() {
    return "a Kafka consumer with 64 workers that await validate, charge, reserve per order; at least"
        + " once, no state, writes the outcome only";
  }

  @Override
  public AutoCloseable run(PeerSettings settings) {
    Chain chain = new Chain(settings);
    Thread thread = Thread.ofPlatform().name("linear-consumer").start(chain);
    return () -> {
      chain.stopped = true;
      thread.join(5_000);
    };
  }

  private static final class Chain implements Runnable {
    private final PeerSettings settings;
    private final GatewayCalls calls;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService workers;
    private final Semaphore free;
    private final int attempts;
    private final OffsetTracker offsets = new OffsetTracker();
    private volatile boolean stopped;

    Chain(PeerSettings settings) {
      int count = settings.number("workers", WORKERS);
      this.settings = settings;
      this.calls = new GatewayCalls(settings);
      this.attempts = settings.number("attempts", ATTEMPTS);
      this.workers =
          Executors.newFixedThreadPool(count, Thread.ofPlatform().name("worker-", 0).factory());
      // Twice as many as workers, so that none waits for the consumer.
      this.free = new Semaphore(2 * count);
      this.producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", settings.bootstrap(), "acks", "all", "linger.ms", 2),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }

    @Override
    public void run() {
      try (var consumer =
              new KafkaConsumer<>(
                  Map.of(
                      "bootstrap.servers",
                      settings.bootstrap(),
                      "group.id",
                      settings.runId(),
                      "enable.auto.commit",
                      false,
                      "auto.offset.reset",
                      "earliest"),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer());
          producer;
          calls) {
        consumer.subscribe(List.of(settings.placed()));
        long committed = System.nanoTime();
        while (!stopped) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            hand(record);
          }
          if (System.nanoTime() - committed > COMMIT_EVERY_NANOS) {
            consumer.commitAsync(offsets.committable(), null);
            committed = System.nanoTime();
          }
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        workers.shutdownNow();
      }
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
      free.acquire();
      Runnable done = offsets.begin(record);
      workers.execute(() -> {
        try {
          work(record);
        } finally {
          done.run();
          free.release();
        }
      });
    }

    private void work(ConsumerRecord<byte[], byte[]> record) {
      String orderId = new String(record.key(), UTF_8);
      String placed = new String(record.value(), UTF_8);
      String outcome = "COMPLETED";
      try {
        validate(orderId, placed);
        retrying(() -> calls.charge(orderId, placed).join());
        retrying(() -> calls.reserve(orderId, placed).join());
      } catch (IOException | RuntimeException e) {
        System.err.println(orderId + " failed: " + e);
        outcome = "FAILED";
      }
      byte[] value =
          JSON.createObjectNode()
              .put("orderId", orderId)
              .put("state", outcome)
              .toString()
              .getBytes(UTF_8);
      var _ =
          producer.send(
              new ProducerRecord<>(settings.topic(PeerSettings.OUTCOMES), record.key(), value));
    }

    private static void validate(String orderId, String placed) throws IOException {
      JsonNode order = JSON.readTree(placed);
      if (!order.path("orderId").asText().equals(orderId)
          || order.path("amount").path("value").asLong() < 1
          || order.path("items").isEmpty()) {
        throw new IllegalArgumentException("not an order");
      }
    }

    private void retrying(Supplier<String> call) {
      long wait = FIRST_WAIT_MS;
      for (int attempt = 1; ; attempt++) {
        try {
          var _ = call.get();
          return;
        } catch (CompletionException e) {
          if (attempt == attempts) {
            throw e;
          }
          pause(wait);
          wait *= 2;
        }
      }
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("told to end", e);
      }
    }
  }
}
