package dev.orderpipeline.cli;

import dev.orderpipeline.operations.letters.LetterFilter;
import dev.orderpipeline.operations.letters.LetterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which dead letters are meant.
final class LetterOptions {

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      split = ",",
      description = "Reasons, separated by commas: not_json, compensation_exhausted ...")
  private List<String> reasons = List.of();

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "Not older than this: 2026-01-02T03:04:05Z, or 2h for two hours ago.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "Older than this; written likewise.")
  private @Nullable String to;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "Orders suspended in charge, reserve, refund or release.")
  private @Nullable String step;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "With this in id, orderId, key or message.")
  private @Nullable String text;

  @Option(
      names = "--status",
      paramLabel = "S",
      split = ",",
      description = "${COMPLETION-CANDIDATES}, separated by commas.")
  private List<LetterStatus> statuses = List.of();

  @Option(names = "--order", paramLabel = "ID", description = "Of this order.")
  private @Nullable String orderId;

  @Option(
      names = "--fingerprint",
      paramLabel = "CODE",
      description = "Of this fingerprint, as list shows it.")
  private @Nullable String fingerprint;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// @param usually statuses that are meant if none are named
  LetterFilter filter(Instant now, Set<LetterStatus> usually) {
    return new LetterFilter(
        Set.copyOf(reasons),
        time("--from", from, now),
        time("--to", to, now),
        Optional.ofNullable(step).map(name -> name.toLowerCase(Locale.ROOT)),
        Optional.ofNullable(text),
        statuses.isEmpty() ? usually : Set.copyOf(statuses),
        Optional.ofNullable(orderId),
        Optional.ofNullable(fingerprint));
  }

  boolean namesStatuses() {
    return !statuses.isEmpty();
  }

  /// Whether anything narrows what is meant.
  boolean narrows() {
    return !reasons.isEmpty()
        || from != null
        || to != null
        || step != null
        || text != null
        || !statuses.isEmpty()
        || orderId != null
        || fingerprint != null;
  }

  private Optional<Instant> time(String option, @Nullable String typed, Instant now) {
    return switch (Since.parse(option, Optional.ofNullable(typed), now)) {
      case Since.At(Optional<Instant> time) -> time;
      case Since.Wrong(String message) ->
          throw new ParameterException(command.commandLine(), message);
    };
  }

  static String names(Set<LetterStatus> statuses) {
    return statuses.stream()
        .map(status -> status.name().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
