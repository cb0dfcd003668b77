package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicTail;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What only Kafka knows: how much of the input is not read yet, and the newest dead letters. Asked
/// while somebody looks, every few seconds, on a thread of its own that may wait for Kafka.
final class ClusterWatch implements AutoCloseable {

  static final int MOST_DEAD_LETTERS = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration ASK = Duration.ofSeconds(4);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long CLOSE_SECONDS = 2;

  private final ApiParts parts;
  private final InstantSource clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("http-kafka").factory());
  private final TopicTail<ObjectNode> tail;
  private final Background<Picture.Lag> lag;
  private final Background<List<ObjectNode>> deadLetters;
  private @Nullable TopicAdmin admin;

  ClusterWatch(ApiParts parts, InstantSource clock, LongSupplier nanoTime) {
    this.parts = parts;
    this.clock = clock;
    this.tail =
        new TopicTail<>(
            parts.client(),
            parts.topics().deadLetter(),
            MOST_DEAD_LETTERS,
            DeadLetterJson::of,
            nanoTime);
    this.lag = new Background<>(thread, this::readLag, FRESH_NANOS, nanoTime);
    this.deadLetters = new Background<>(thread, () -> tail.newest(ASK), FRESH_NANOS / 2, nanoTime);
  }

  /// As it is now, or was a moment ago; fails if Kafka does not say. Completes on any thread.
  Future<Picture.Lag> freshLag() {
    return lag.fresh();
  }

  /// As last heard; empty before that.
  Optional<Picture.Lag> lag() {
    return lag.latest();
  }

  /// Something that changes when there is a new dead letter; empty as long as nobody knows.
  Optional<String> newestDeadLetter() {
    return deadLetters
        .latest()
        .map(letters -> letters.isEmpty() ? "none" : letters.getFirst().path("record").toString());
  }

  /// Newest first.
  Future<List<ObjectNode>> deadLetters() {
    return deadLetters.fresh();
  }

  private Picture.Lag readLag() {
    TopicAdmin asked = admin == null ? new TopicAdmin(parts.client(), ASK) : admin;
    admin = asked;
    String topic = parts.topics().placed();
    Map<Integer, Long> consumed = asked.consumed(parts.pipelineId(), topic);
    long records =
        asked.ends(topic).entrySet().stream()
            .mapToLong(end -> Math.max(0, end.getValue() - consumed.getOrDefault(end.getKey(), 0L)))
            .sum();
    return new Picture.Lag(records, clock.millis());
  }

  @Override
  public void close() {
    thread.execute(this::disconnect);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() {
    try {
      tail.close();
      TopicAdmin open = admin;
      if (open != null) {
        open.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("a connection to Kafka did not close in order", e);
    }
  }
}
