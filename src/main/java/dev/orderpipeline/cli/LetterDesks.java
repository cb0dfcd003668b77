package dev.orderpipeline.cli;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.letters.LetterDesk;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.operations.orders.OrderDesk;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.ExitCode;

/// What the commands of operators have in common.
final class LetterDesks {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private LetterDesks() {}

  static LetterDesk letters(Settings settings) {
    return new LetterDesk(
        settings.kafka().clientProperties(),
        new TopicNames(settings.topics().prefix()),
        settings.pipelineId(),
        LIMIT,
        System::nanoTime);
  }

  static OrderDesk orders(Settings settings) {
    return new OrderDesk(
        settings.kafka().clientProperties(),
        new TopicNames(settings.topics().prefix()),
        settings.pipelineId(),
        LIMIT,
        System::nanoTime);
  }

  static Redriving rules(Settings settings, int guard) {
    var orders = settings.orders();
    return new Redriving(orders.keyRetention().minus(orders.keyRetentionMargin()), guard);
  }

  /// Tells of what went wrong with the cluster in a line, and where it was looked for.
  static int telling(CommonOptions common, Settings settings, Supplier<Integer> work) {
    try {
      return work.get();
    } catch (IllegalStateException e) {
      return tell(common, settings, e);
    }
  }

  /// The same, of what was caught.
  ///
  /// @return the exit code
  static int tell(CommonOptions common, Settings settings, IllegalStateException e) {
    common.complain(
        e instanceof OperatorSeat.SeatTaken
            ? String.valueOf(e.getMessage())
            : "%s (looked for %s* on %s)"
                .formatted(
                    e.getMessage(),
                    settings.topics().prefix(),
                    settings.kafka().bootstrapServers()));
    return ExitCode.SOFTWARE;
  }
}
