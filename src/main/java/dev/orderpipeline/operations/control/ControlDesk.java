package dev.orderpipeline.operations.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.ControlRules.Ruling;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where pauses are ordered and lifted, for all instances at once. Blocks its caller; every call
/// looks anew at what was ordered before. Thread-safe.
public final class ControlDesk {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Map<String, Object> client;
  private final String pipelineId;
  private final TopicNames topics;
  private final InstantSource clock;
  private final TopicReader reader;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  public ControlDesk(
      Map<String, Object> client, String pipelineId, TopicNames topics, InstantSource clock) {
    this.client = Map.copyOf(client);
    this.pipelineId = pipelineId;
    this.topics = topics;
    this.clock = clock;
    this.reader = new TopicReader(client, System::nanoTime);
  }

  /// What holds now.
  ///
  /// @throws IllegalStateException if the cluster does not say
  public ControlState state() {
    Instant unknown = now();
    Optional<IntakeWord> intake =
        Optional.ofNullable(words(IntakeWord.SUBJECT).get(IntakeWord.ID))
            .flatMap(word -> IntakeWord.read(word, unknown));
    Map<String, GateWord> gates = new HashMap<>();
    words(GateWord.SUBJECT)
        .forEach((id, word) ->
            GateWord.read(id, word, unknown).ifPresent(known -> gates.put(id, known)));
    return new ControlState(intake, gates);
  }

  private Map<String, JsonNode> words(String kind) {
    return OperationsLog.read(reader, topics, kind, LIMIT);
  }

  public ControlAnswer pauseIntake(Act order) {
    return act(order, state -> ControlRules.pauseIntake(state, order, now()));
  }

  public ControlAnswer resumeIntake(Act order) {
    return act(order, state -> ControlRules.resumeIntake(state, order, now()));
  }

  /// @param lanes at least one
  public ControlAnswer pauseGates(Gateway gateway, List<Lane> lanes, Act order) {
    return act(order, state -> ControlRules.pauseGates(state, gateway, lanes, order, now()));
  }

  /// @param lanes at least one
  public ControlAnswer resumeGates(Gateway gateway, List<Lane> lanes, Act order) {
    return act(order, state -> ControlRules.resumeGates(state, gateway, lanes, order, now()));
  }

  /// Lifts the brake.
  public ControlAnswer release(Act order) {
    return act(order, state -> ControlRules.release(state, order, now()));
  }

  private ControlAnswer act(Act order, Function<ControlState, Ruling> rule) {
    if (order.dryRun()) {
      return rule.apply(state()).answer();
    }
    try (OperatorSeat seat = OperatorSeat.take(client, pipelineId, OperatorSeat.CONTROL)) {
      Ruling ruling = rule.apply(state());
      List<OutgoingRecord> records = records(ruling);
      if (!records.isEmpty()) {
        seat.write(records);
      }
      return ruling.answer();
    }
  }

  private List<OutgoingRecord> records(Ruling ruling) {
    List<OutgoingRecord> records = new ArrayList<>();
    ruling
        .intake()
        .ifPresent(word ->
            records.add(OperationsLog.say(topics, IntakeWord.SUBJECT, IntakeWord.ID, word.json())));
    ruling
        .gates()
        .forEach(word ->
            records.add(OperationsLog.say(topics, GateWord.SUBJECT, word.id(), word.json())));
    return records;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
