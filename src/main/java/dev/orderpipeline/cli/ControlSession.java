package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.control.ControlAnswer;
import dev.orderpipeline.operations.control.ControlAnswer.Outcome;
import dev.orderpipeline.operations.control.ControlDesk;
import dev.orderpipeline.operations.control.ControlState;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/// One visit of a command to the desk where pauses are ordered and lifted.
final class ControlSession {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final CommonOptions common;
  private final Settings settings;
  private final TopicNames topics;

  ControlSession(CommonOptions common) {
    this.common = common;
    this.settings = common.settings();
    this.topics = new TopicNames(settings.topics().prefix());
  }

  Settings settings() {
    return settings;
  }

  /// Does it, and tells what came of it and who obeys.
  ///
  /// @return the exit code
  int act(Function<ControlDesk, ControlAnswer> work) {
    ControlAnswer answer;
    SortedSet<String> instances;
    try {
      answer = work.apply(desk());
      instances = instances();
    } catch (IllegalStateException e) {
      return LetterDesks.tell(common, settings, e);
    }
    boolean refused = answer.outcome() == Outcome.REFUSED;
    if (common.json()) {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("outcome", answer.outcome().name())
              .put("message", answer.message());
      instances.forEach(json.putArray("instances")::add);
      common.print(json);
    } else if (refused) {
      common.complain(answer.message());
    } else {
      common.print(lead(answer.outcome()) + answer.message());
      if (answer.outcome() == Outcome.DONE) {
        common.print(whoObeys(instances));
      }
    }
    return refused ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /// Tells what is paused.
  int tell() {
    ControlState state;
    try {
      state = desk().state();
    } catch (IllegalStateException e) {
      return LetterDesks.tell(common, settings, e);
    }
    if (common.json()) {
      common.print(json(state));
    } else {
      state
          .closed()
          .ifPresentOrElse(
              word ->
                  common.print(
                      "intake               closed, %s by %s since %s: %s"
                          .formatted(word.kind(), word.by(), word.at(), word.why())),
              () -> common.print("intake               open"));
      state
          .pauses()
          .forEach(word ->
              common.print(
                  "%-20s paused by %s since %s: %s"
                      .formatted(word.id(), word.by(), word.at(), word.why())));
      if (state.pauses().isEmpty()) {
        common.print("gateways             none is paused");
      }
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(ControlState state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    state.closed().map(IntakeWord::json).ifPresent(word -> json.set("intake", word));
    ObjectNode gates = json.putObject("gates");
    for (GateWord word : state.pauses()) {
      gates.set(word.id(), word.json());
    }
    return json;
  }

  private ControlDesk desk() {
    return new ControlDesk(
        settings.kafka().clientProperties(), settings.pipelineId(), topics, Clock.systemUTC());
  }

  private SortedSet<String> instances() {
    try (TopicAdmin admin = new TopicAdmin(settings.kafka().clientProperties(), LIMIT)) {
      // Kafka Streams gives each thread a seat: the instance's, and a number.
      return admin.readers(settings.pipelineId(), topics.placed()).values().stream()
          .map(seat -> seat.replaceFirst("-[0-9]+$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String lead(Outcome outcome) {
    return switch (outcome) {
      case DONE, REFUSED -> "";
      case WOULD_BE_DONE -> "would be done: ";
      case NOTHING_TO_DO -> "nothing to do: ";
    };
  }

  private String whoObeys(SortedSet<String> instances) {
    return instances.isEmpty()
        ? "no instance of pipeline '%s' runs on %s now; those that start obey it"
            .formatted(settings.pipelineId(), settings.kafka().bootstrapServers())
        : "instances told: " + String.join(", ", instances);
  }
}
