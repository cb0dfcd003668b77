package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.recovery.Recovery;
import dev.orderpipeline.operations.recovery.Recovery.Standing;
import dev.orderpipeline.operations.recovery.RecoverySetup;
import dev.orderpipeline.operations.recovery.Survey;
import dev.orderpipeline.operations.recovery.SurveyJson;
import dev.orderpipeline.stream.topics.TopicReader;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes on with a recovery, as the command `recover` does when it is run again. To begin one takes
/// a pipeline that does not run, so nobody who answers here can.
final class RecoverPages {

  private static final Logger LOG = LoggerFactory.getLogger(RecoverPages.class);
  private static final String KIND = "recover";
  private static final int USUAL_RATE = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ApiParts parts;
  private final Offload offload;
  private final LongWork work;
  private final InstantSource clock;
  private final TopicReader reader;

  RecoverPages(ApiParts parts, Offload offload, LongWork work, InstantSource clock) {
    this.parts = parts;
    this.offload = offload;
    this.work = work;
    this.clock = clock;
    this.reader = new TopicReader(parts.client(), System::nanoTime);
  }

  /// @param body checked against the OpenAPI document
  void recover(RoutingContext call, JsonObject body) {
    Act act = OperatorCalls.act(body);
    int rate = body.getInteger("rate", USUAL_RATE);
    answer(call, () -> recover(act, rate));
  }

  private RunAnswer recover(Act act, int rate) {
    Recovery recovery = new Recovery(setup(rate, act), act.by(), act.why(), LOG::info);
    boolean goesOn = false;
    try {
      Optional<Standing.Ready> ready = underway(recovery.standing());
      if (ready.isEmpty()) {
        return nothing();
      }
      if (act.dryRun()) {
        return survey(recovery, ready.get());
      }
      String id = recovery.id(ready.get());
      goesOn = work.claim(name(id));
      if (goesOn) {
        work.begin(name(id), () -> run(recovery, ready.get(), id));
      }
      return new RunAnswer(202, told(id));
    } finally {
      if (!goesOn) {
        recovery.close();
      }
    }
  }

  /// Empty if nothing is lost.
  private static Optional<Standing.Ready> underway(Standing standing) {
    return switch (standing) {
      case Standing.NothingLost _ -> Optional.empty();
      case Standing.StillRunning(List<String> members) ->
          throw cannotBegin(
              "%d members of the pipeline run on what is left".formatted(members.size()));
      case Standing.Ready ready when ready.underway().isEmpty() -> throw cannotBegin(ready.why());
      case Standing.Ready ready -> Optional.of(ready);
    };
  }

  private static Refusal cannotBegin(String why) {
    return new Refusal(
        Problem.of(
            409,
            "pipeline_running",
            why
                + ": stop every instance, this one too, run `order-pipeline recover`, and start them then"));
  }

  private RecoverySetup setup(int rate, Act act) {
    return new RecoverySetup(
        parts.client(),
        parts.pipelineId(),
        parts.topics(),
        List.of(),
        parts.memory(),
        parts.resendWindow(),
        rate,
        act.dryRun() ? ReplayPages.READ : ReplayPages.LONG_READ,
        ReplayPages.MOST_ORDERS,
        clock);
  }

  private static void run(Recovery recovery, Standing.Ready ready, String id) {
    try (recovery) {
      Recovery.Published published = recovery.publish(ready, id);
      if (!recovery.finish(published, PATIENCE)) {
        throw new IllegalStateException(
            "not finished within %s: the input stays closed; ask for it again, it goes on from here"
                .formatted(PATIENCE));
      }
    }
  }

  private static RunAnswer nothing() {
    return new RunAnswer(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "NOTHING_TO_DO")
            .put("message", "nothing is lost: the pipeline has the memory it worked with"));
  }

  private static RunAnswer survey(Recovery recovery, Standing.Ready ready) {
    Survey survey = recovery.survey();
    Optional<String> refusal = recovery.refusal(survey);
    if (refusal.isPresent()) {
      throw new Refusal(Problem.of(409, "refused", refusal.get()));
    }
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "WOULD_BE_DONE")
            .put("message", ready.why());
    json.set("survey", SurveyJson.of(ready.why(), survey));
    return new RunAnswer(200, json);
  }

  /// How far a recovery has come.
  void show(RoutingContext call) {
    String id = String.valueOf(call.pathParam("runId"));
    answer(call, () -> new RunAnswer(200, told(id)));
  }

  private ObjectNode told(String id) {
    JsonNode word =
        Recovery.word(reader, parts.topics(), id, ReplayPages.READ)
            .orElseThrow(() -> RunAnswer.unknown("recovery", id));
    return RunAnswer.told(id, word, work.brokenOff(name(id)));
  }

  private static String name(String id) {
    return "recovery " + id;
  }

  private void answer(RoutingContext call, Callable<RunAnswer> asked) {
    offload
        .call(() -> OperatorCalls.refusing(asked))
        .onSuccess(answer -> answer.send(call, KIND))
        .onFailure(call::fail);
  }
}
