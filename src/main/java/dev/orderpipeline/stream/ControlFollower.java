package dev.orderpipeline.stream;

import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.gateways.Gates;
import dev.orderpipeline.gateways.Pause;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.TopicFollower;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does at once what the operations topic says about this process: pauses gates, closes the input.
/// A process that cannot hear what operators say does not run.
public final class ControlFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final StreamSettings settings;
  private final Gates gates;
  private final IntakeSwitch intake;
  private final Consumer<Throwable> onFailure;
  private @Nullable TopicFollower follower;

  /// @param onFailure called if the topic can no longer be followed
  public ControlFollower(
      StreamSettings settings, Gates gates, IntakeSwitch intake, Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.gates = gates;
    this.intake = intake;
    this.onFailure = onFailure;
  }

  /// Reads everything that has been said, and goes on to listen. Blocks until then.
  ///
  /// @throws IllegalStateException if the topic cannot be read
  public void start() {
    String topic = settings.topics().operations();
    TopicFollower started = TopicFollower.start(settings.client(), List.of(topic), this::hear);
    follower = started;
    try {
      started.caughtUp().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unreadable(topic, String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw unreadable(topic, "not read to its end within " + LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreadable(topic, "interrupted", e);
    }
    started
        .ended()
        .whenComplete((_, failure) -> {
          if (failure != null) {
            onFailure.accept(failure);
          }
        });
  }

  private static IllegalStateException unreadable(String topic, String reason, Exception cause) {
    return new IllegalStateException(
        ("what operators have ordered cannot be read from %s (%s), and nothing may run against a"
                + " pause: check the cluster and the right to read it, or make the topic with"
                + " `./order-pipeline topics --create`")
            .formatted(topic, reason),
        cause);
  }

  private void hear(TopicRecord record) {
    OperationsLog.subject(record, IntakeWord.SUBJECT)
        .filter(IntakeWord.ID::equals)
        .flatMap(_ -> OperationsLog.word(record))
        .flatMap(word -> IntakeWord.read(word, record.timestamp()))
        .ifPresent(intake::hear);
    OperationsLog.subject(record, GateWord.SUBJECT)
        .flatMap(id ->
            OperationsLog.word(record).flatMap(word -> GateWord.read(id, word, record.timestamp())))
        .ifPresent(this::obey);
  }

  private void obey(GateWord word) {
    if (word.paused()) {
      gates.pause(word.gateway(), word.lane(), new Pause(word.at(), word.by(), word.why()));
    } else {
      gates.resume(word.gateway(), word.lane());
    }
    LOG.info(
        "{} {} by {}: {}", word.id(), word.paused() ? "paused" : "resumed", word.by(), word.why());
  }

  @Override
  public void close() {
    TopicFollower started = follower;
    if (started != null) {
      try {
        started.close();
      } catch (CompletionException e) {
        LOG.debug("following the operations topic had failed", e);
      }
    }
  }
}
