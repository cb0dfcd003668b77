package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.PublishOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings records to Kafka and waits for the acknowledgement. While Kafka does not answer, one
/// request a second tries it and the others are refused at once, so that they do not pile up.
final class Ingress {

  /// Passed to the Kafka client: a client of ours is told within this that Kafka is not there.
  static final Map<String, Object> CLIENT =
      Map.of(
          "delivery.timeout.ms", 8_000,
          "request.timeout.ms", 3_000,
          "max.block.ms", 3_000);

  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
  private static final long LONGEST_MS = 10_000;
  private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WELL = Long.MIN_VALUE;

  private final Vertx vertx;
  private final OrderPublisher publisher;
  private final LongSupplier nanoTime;

  /// When Kafka may be tried again; [#WELL] while it answers.
  private final AtomicLong tryAgainAt = new AtomicLong(WELL);

  Ingress(Vertx vertx, OrderPublisher publisher, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.publisher = publisher;
    this.nanoTime = nanoTime;
  }

  /// Done when every in-sync replica has it, or failed with a [Refusal]. A refused record may lie
  /// in the topic all the same: placing it again is safe.
  Future<Void> publish(String topic, String key, byte[] value, Map<String, String> headers) {
    if (!mayTry()) {
      return Future.failedFuture(new Refusal(unavailable()));
    }
    Context context = vertx.getOrCreateContext();
    Promise<Void> promise = Promise.promise();
    boolean taken =
        publisher.publish(
            topic,
            key.getBytes(UTF_8),
            value,
            headers,
            outcome -> {
              judge(outcome);
              tell(context, () -> settle(promise, outcome));
            });
    if (!taken) {
      return Future.failedFuture(
          new Refusal(
              Problem.later(
                  429, "too_many_in_flight", "too many records wait for Kafka already", 1)));
    }
    long timer =
        vertx.setTimer(
            LONGEST_MS,
            _ -> {
              if (promise.tryFail(new Refusal(unavailable()))) {
                suspect();
              }
            });
    return promise.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /// On the request's event loop; the publisher's thread goes on at once.
  private static void tell(Context context, Runnable settle) {
    try {
      context.runOnContext(_ -> settle.run());
    } catch (RejectedExecutionException closed) {
      // The server has been closed, and the request with it.
    }
  }

  private static void settle(Promise<Void> promise, PublishOutcome outcome) {
    switch (outcome) {
      case PublishOutcome.Acknowledged _ -> promise.tryComplete();
      case PublishOutcome.Failed _ -> promise.tryFail(new Refusal(unavailable()));
    }
  }

  private void judge(PublishOutcome outcome) {
    switch (outcome) {
      case PublishOutcome.Acknowledged _ -> {
        if (tryAgainAt.getAndSet(WELL) != WELL) {
          LOG.info("Kafka acknowledges again");
        }
      }
      case PublishOutcome.Failed failed -> {
        if (suspect()) {
          LOG.warn("Kafka did not acknowledge, orders are refused: {}", failed.reason());
        }
      }
    }
  }

  /// Whether this is news.
  private boolean suspect() {
    return tryAgainAt.getAndSet(nanoTime.getAsLong() + TRY_AGAIN_NANOS) == WELL;
  }

  private boolean mayTry() {
    long at = tryAgainAt.get();
    if (at == WELL) {
      return true;
    }
    long now = nanoTime.getAsLong();
    // Whoever moves the time on is the one that tries.
    return now - at >= 0 && tryAgainAt.compareAndSet(at, now + TRY_AGAIN_NANOS);
  }

  private static Problem unavailable() {
    return Problem.later(
        503, "kafka_unavailable", "Kafka did not acknowledge the record; place it again", 1);
  }
}
