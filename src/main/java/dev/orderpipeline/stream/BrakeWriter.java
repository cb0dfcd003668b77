package dev.orderpipeline.stream;

import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.protocol.Brake;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls the brake: closes the intake of this process at once, then tells all others through the
/// operations topic, where it stays until an operator releases it. Kafka may be part of the
/// trouble, so it goes on telling until it is heard.
public final class BrakeWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrakeWriter.class);
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);
  private static final long AGAIN_SECONDS = 2;

  private final StreamSettings settings;
  private final IntakeSwitch intake;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("brake").factory());

  public BrakeWriter(StreamSettings settings, IntakeSwitch intake) {
    this.settings = settings;
    this.intake = intake;
  }

  /// Does not block.
  public void pull(Brake.Trip trip) {
    IntakeWord word =
        new IntakeWord(
            false,
            IntakeWord.Kind.BRAKE,
            trip.at(),
            trip.since(),
            "the brake of instance " + settings.instanceId(),
            trip.reason());
    if (intake.brake(word)) {
      LOG.error(
          "the brake is on, nothing more is taken in: {}; fix the cause, then"
              + " `./order-pipeline release --why ...`",
          trip.reason());
      thread.execute(() -> tell(word));
    }
  }

  private void tell(IntakeWord word) {
    if (!intake.hasBrakedAlone()) {
      return;
    }
    try (OperatorSeat seat =
        OperatorSeat.take(settings.client(), settings.pipelineId(), OperatorSeat.CONTROL)) {
      if (closed().isEmpty()) {
        seat.write(
            List.of(
                OperationsLog.say(
                    settings.topics(), IntakeWord.SUBJECT, IntakeWord.ID, word.json())));
      }
    } catch (RuntimeException e) {
      LOG.warn("that the brake is on could not be told to other instances yet", e);
    }
    if (!thread.isShutdown()) {
      ScheduledFuture<?> _ = thread.schedule(() -> tell(word), AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /// What keeps the input closed already: the brake, as another instance has said, or a recovery,
  /// whose word must stand until it has ended. Over a pause it is said: to lift that must not lift
  /// the brake.
  private Optional<IntakeWord> closed() {
    return Optional.ofNullable(
            OperationsLog.read(
                    new TopicReader(settings.client(), System::nanoTime),
                    settings.topics(),
                    IntakeWord.SUBJECT,
                    READ_LIMIT)
                .get(IntakeWord.ID))
        .flatMap(json -> IntakeWord.read(json, Instant.EPOCH))
        .filter(word -> !word.open() && word.kind() != IntakeWord.Kind.PAUSE);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
