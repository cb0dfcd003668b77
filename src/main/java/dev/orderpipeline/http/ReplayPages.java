package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.replay.Replay;
import dev.orderpipeline.operations.replay.ReplayJson;
import dev.orderpipeline.operations.replay.Selection;
import dev.orderpipeline.stream.topics.TopicReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Publishes input again, as the command `replay` does, while it answers whoever asks how far it
/// has come.
final class ReplayPages {

  static final String KIND = "replay";

  /// In the memory of a service that has other things to do.
  static final int MOST_ORDERS = 300_000;

  static final Duration READ = Duration.ofSeconds(30);
  static final Duration LONG_READ = Duration.ofHours(2);

  private static final int USUAL_RATE = 100;

  private final ApiParts parts;
  private final Offload offload;
  private final LongWork work;
  private final InstantSource clock;
  private final TopicReader reader;

  ReplayPages(ApiParts parts, Offload offload, LongWork work, InstantSource clock) {
    this.parts = parts;
    this.offload = offload;
    this.work = work;
    this.clock = clock;
    this.reader = new TopicReader(parts.client(), System::nanoTime);
  }

  /// @param body checked against the OpenAPI document
  void replay(RoutingContext call, JsonObject body) {
    Act act = OperatorCalls.act(body);
    Selection selection = selection(body);
    String id = body.getString("id", selection.id());
    int rate = body.getInteger("rate", USUAL_RATE);
    if (act.dryRun()) {
      Replay replay = replay(selection, id, rate, READ);
      answer(call, () -> new RunAnswer(200, ReplayJson.of(id, replay.plan(), true)));
    } else {
      Replay replay = replay(selection, id, rate, LONG_READ);
      answer(call, () -> begin(replay, act));
    }
  }

  private Replay replay(Selection selection, String id, int rate, Duration limit) {
    return new Replay(
        new Replay.Setup(
            parts.client(),
            parts.pipelineId(),
            parts.topics(),
            parts.resendWindow(),
            rate,
            limit,
            MOST_ORDERS,
            clock),
        selection,
        id);
  }

  private RunAnswer begin(Replay replay, Act act) {
    Optional<JsonNode> said = replay.word();
    if (said.filter(Replay::isDone).isPresent()) {
      return new RunAnswer(200, told(replay.id(), said));
    }
    String name = name(replay.id());
    if (work.claim(name, replay.firstWord(act.by(), act.why()))) {
      Replay.Begun begun;
      try {
        begun = replay.begin(act.by(), act.why());
      } catch (RuntimeException e) {
        work.giveUp(name);
        throw e;
      }
      work.begin(
          name,
          () -> {
            try (begun) {
              begun.publish((_, _) -> {});
            }
          });
    }
    return new RunAnswer(202, told(replay.id(), replay.word()));
  }

  /// How far a replay has come.
  void show(RoutingContext call) {
    String id = String.valueOf(call.pathParam("runId"));
    answer(call, () -> new RunAnswer(200, told(id, Replay.word(reader, parts.topics(), id, READ))));
  }

  /// @param word what can be read of it
  private ObjectNode told(String id, Optional<JsonNode> word) {
    String name = name(id);
    JsonNode known =
        word.or(() -> work.firstWord(name)).orElseThrow(() -> RunAnswer.unknown(KIND, id));
    return RunAnswer.told(id, known, work.brokenOff(name));
  }

  private static String name(String id) {
    return KIND + " " + id;
  }

  private void answer(RoutingContext call, Callable<RunAnswer> asked) {
    offload
        .call(() -> OperatorCalls.refusing(asked))
        .onSuccess(answer -> answer.send(call, KIND))
        .onFailure(call::fail);
  }

  private static Selection selection(JsonObject body) {
    try {
      return new Selection(
          Optional.ofNullable(body.getString("from")).map(OperatorCalls::time),
          Optional.ofNullable(body.getString("to")).map(OperatorCalls::time),
          texts(body, "offsets").map(Selection.Range::of).toList(),
          texts(body, "states").map(StateName::valueOf).collect(Collectors.toUnmodifiableSet()),
          body.containsKey("orderIds")
              ? Optional.of(Set.copyOf(texts(body, "orderIds").collect(Collectors.toSet())))
              : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.of(400, "invalid_value", "offsets: " + e.getMessage()));
    }
  }

  private static Stream<String> texts(JsonObject body, String field) {
    JsonArray array = body.getJsonArray(field, new JsonArray(List.of()));
    return array.stream().map(String::valueOf);
  }
}
