package dev.orderpipeline.cli;

import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.PublishOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of publishing orders, with progress once a second. One thread.
final class Placing {

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
  private static final long FULL_WAIT_MS = 1;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OrderPublisher publisher;
  private final String topic;
  private final Pace pace;
  private final Consumer<String> progress;
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
  private long taken;
  private long nextProgress = PROGRESS_NANOS;

  Placing(OrderPublisher publisher, String topic, Pace pace, Consumer<String> progress) {
    this.publisher = publisher;
    this.topic = topic;
    this.pace = pace;
    this.progress = progress;
  }

  /// Waits for the order's turn and publishes it. Blocks while too much is in flight, which ends
  /// because every record in flight is answered within the producer's time limit.
  void place(byte @Nullable [] key, byte @Nullable [] value) throws InterruptedException {
    for (long wait = pace.nanosUntil(taken); wait > 0; wait = pace.nanosUntil(taken)) {
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, PROGRESS_NANOS));
      showProgress();
    }
    while (!publisher.publish(topic, key, value, Map.of(), this::answered)) {
      TimeUnit.MILLISECONDS.sleep(FULL_WAIT_MS);
      showProgress();
    }
    taken++;
    showProgress();
  }

  private void answered(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Failed failed) {
      firstFailure.compareAndSet(null, failed.reason());
    }
  }

  private void showProgress() {
    if (pace.elapsedNanos() >= nextProgress) {
      nextProgress = pace.elapsedNanos() + PROGRESS_NANOS;
      progress.accept(
          "%d placed, %d failed".formatted(publisher.acknowledged(), publisher.failed()));
    }
  }

  /// Waits for what is in flight and sums up.
  Summary finish() throws InterruptedException {
    boolean drained = publisher.drain(DRAIN_LIMIT);
    if (!drained) {
      firstFailure.compareAndSet(
          null, "no answer from Kafka within " + DRAIN_LIMIT.toSeconds() + " s");
    }
    double seconds = pace.elapsedNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    long acknowledged = publisher.acknowledged();
    return new Summary(
        acknowledged, taken - acknowledged, seconds, false, String.valueOf(firstFailure.get()));
  }

  /// What a run came to.
  ///
  /// @param placed acknowledged by Kafka
  /// @param refusedLine whether the run ended early at a line that is no order
  record Summary(
      long placed, long failed, double seconds, boolean refusedLine, String firstFailure) {

    boolean ok() {
      return failed == 0 && !refusedLine;
    }

    double rate() {
      return placed / Math.max(seconds, 0.001);
    }

    Summary refused() {
      return new Summary(placed, failed, seconds, true, firstFailure);
    }
  }
}
