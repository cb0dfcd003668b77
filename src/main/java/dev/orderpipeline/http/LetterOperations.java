package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.Correction;
import dev.orderpipeline.operations.letters.Letter;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.LetterBox;
import dev.orderpipeline.operations.letters.LetterDesk;
import dev.orderpipeline.operations.letters.LetterFilter;
import dev.orderpipeline.operations.letters.LetterJson;
import dev.orderpipeline.operations.letters.LetterStatus;
import dev.orderpipeline.operations.letters.Outcome;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.operations.orders.OrderDesk;
import dev.orderpipeline.operations.orders.Resolving;
import dev.orderpipeline.operations.orders.Told;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What operators do about dead letters and suspended orders. The same as the commands do, away
/// from the event loop.
final class LetterOperations {

  private static final Duration READ = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<LetterStatus> WAITING =
      Set.of(LetterStatus.OPEN, LetterStatus.BACK_AGAIN);

  private final ApiParts parts;
  private final Offload offload;
  private final InstantSource clock;
  private final LetterDesk desk;
  private final LetterActions actions;
  private final OrderDesk orders;
  private final Aftermath aftermath;

  LetterOperations(
      ApiParts parts,
      Offload offload,
      Aftermath aftermath,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.aftermath = aftermath;
    this.parts = parts;
    this.offload = offload;
    this.clock = clock;
    this.desk = new LetterDesk(parts.client(), parts.topics(), parts.pipelineId(), READ, nanoTime);
    this.actions = new LetterActions(desk, clock);
    this.orders = new OrderDesk(parts.client(), parts.topics(), parts.pipelineId(), READ, nanoTime);
  }

  LetterActions actions() {
    return actions;
  }

  /// One letter, with what it carries.
  void show(RoutingContext call) {
    String id = id(call);
    answer(
        call,
        () -> {
          Case one = find(desk.study(Set.of()), id);
          List<TopicRecord> found = new ArrayList<>();
          desk.originals(Set.of(one.newest().record()), found::add);
          Optional<byte[]> value = found.stream().findFirst().flatMap(TopicRecord::value);
          ObjectNode json = LetterJson.of(one);
          json.put(
              "redriving", rules(Redriving.USUAL_GUARD).of(one, value, clock.instant()).says());
          value.ifPresent(bytes -> json.put("value", bytes));
          return json;
        });
  }

  void redrive(RoutingContext call, JsonObject body) {
    String id = id(call);
    Act act = OperatorCalls.act(body);
    redriveAndTell(
        call, act, () -> actions.redrive(box -> List.of(find(box, id)), rules(body), act));
  }

  void redriveAll(RoutingContext call, JsonObject body) {
    Act act = OperatorCalls.act(body);
    LetterFilter filter =
        new LetterFilter(
            Optional.ofNullable(body.getString("reason")).map(Set::of).orElse(Set.of()),
            Optional.ofNullable(body.getString("from")).map(OperatorCalls::time),
            Optional.ofNullable(body.getString("to")).map(OperatorCalls::time),
            Optional.ofNullable(body.getString("step")),
            Optional.ofNullable(body.getString("text")),
            WAITING,
            Optional.ofNullable(body.getString("orderId")),
            Optional.ofNullable(body.getString("fingerprint")));
    Function<LetterBox, List<Case>> choose = box -> box.select(filter);
    answer(call, () -> json(actions.redrive(choose, rules(body), act), act));
  }

  void discard(RoutingContext call, JsonObject body) {
    String id = id(call);
    Act act = OperatorCalls.act(body);
    act(call, act, () -> actions.discard(box -> List.of(find(box, id)), act));
  }

  void edit(RoutingContext call, JsonObject body) {
    String id = id(call);
    Act act = OperatorCalls.act(body);
    Correction correction =
        new Correction(body.getString("key"), body.getString("value").getBytes(UTF_8));
    act(call, act, () -> List.of(actions.edit(correction, box -> find(box, id), rules(body), act)));
  }

  void redriveOrder(RoutingContext call, JsonObject body) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    Act act = OperatorCalls.act(body);
    redriveAndTell(
        call,
        act,
        () -> {
          Order order =
              orders.find(orderId).orElseThrow(() -> new Refusal(GetOrder.notFound(orderId)));
          String letter =
              order
                  .suspended()
                  .orElseThrow(() ->
                      new Refusal(
                          Problem.of(
                              409,
                              "not_suspended",
                              "order %s is %s and not suspended"
                                  .formatted(orderId, order.state().name()))))
                  .deadLetterId();
          return actions.redrive(box -> List.of(find(box, letter)), rules(body), act);
        });
  }

  void resolveOrder(RoutingContext call, JsonObject body) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    Act act = OperatorCalls.act(body);
    Resolving.Finding finding =
        new Resolving.Finding(
            Step.valueOf(body.getString("step").toUpperCase(Locale.ROOT)),
            body.getBoolean("done"),
            act.why(),
            Optional.ofNullable(body.getString("reference")));
    answer(
        call,
        () -> {
          Told told =
              new Resolving(orders, PATIENCE).resolve(orderId, finding, act.by(), act.dryRun());
          if (told.order().isEmpty()) {
            throw new Refusal(GetOrder.notFound(orderId));
          }
          if (!told.done() && !act.dryRun()) {
            throw new Refusal(Problem.of(409, "refused", told.text()));
          }
          return JsonNodeFactory.instance
              .objectNode()
              .put("orderId", orderId)
              .put("dryRun", act.dryRun())
              .put("refused", !told.done())
              .put("says", told.text());
        });
  }

  /// Acts on one letter: what is refused is a conflict, unless it was only asked what would be.
  private void act(RoutingContext call, Act act, Callable<List<Outcome>> work) {
    answer(call, () -> json(doneOrRefused(act, work), act));
  }

  private static List<Outcome> doneOrRefused(Act act, Callable<List<Outcome>> work)
      throws Exception {
    List<Outcome> outcomes = work.call();
    Optional<Outcome> refused = outcomes.stream().filter(Outcome::refused).findFirst();
    if (refused.isPresent() && !act.dryRun()) {
      throw new Refusal(Problem.of(409, "refused", refused.get().prospect().says()));
    }
    return outcomes;
  }

  /// The same, and what has become of the order, if whoever asks wants to wait for that.
  private void redriveAndTell(RoutingContext call, Act act, Callable<List<Outcome>> work) {
    Optional<Duration> patience = RequestTimeout.of(call);
    offload
        .call(() -> OperatorCalls.refusing(() -> doneOrRefused(act, work)))
        .onSuccess(outcomes -> {
          ObjectNode json = json(outcomes, act);
          Optional<Letter> waits =
              outcomes.stream()
                  .filter(outcome -> outcome.to().isPresent())
                  .map(outcome -> outcome.one().newest())
                  .findFirst();
          if (patience.isEmpty() || waits.flatMap(Letter::orderId).isEmpty()) {
            Replies.json(call, 200, json);
            return;
          }
          String letterId = waits.get().id();
          aftermath
              .await(
                  call,
                  waits.get().orderId().get(),
                  order -> isOver(order, letterId),
                  patience.get())
              .onSuccess(order -> {
                order.ifPresent(known -> json.set("order", known));
                Replies.json(call, order.isPresent() ? 200 : 202, json);
              })
              .onFailure(call::fail);
        })
        .onFailure(call::fail);
  }

  /// The order has its outcome, or waits for a person once more.
  private static boolean isOver(JsonNode order, String redriven) {
    JsonNode suspended = order.path("suspended").path("deadLetterId");
    return Aftermath.state(order).isFinal()
        || (suspended.isTextual() && !suspended.asText().equals(redriven));
  }

  private void answer(RoutingContext call, Callable<JsonNode> work) {
    offload
        .call(() -> OperatorCalls.refusing(work))
        .onSuccess(json -> Replies.json(call, 200, json))
        .onFailure(call::fail);
  }

  private static ObjectNode json(List<Outcome> outcomes, Act act) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("dryRun", act.dryRun());
    var all = json.putArray("outcomes");
    outcomes.forEach(outcome -> all.add(LetterJson.of(outcome)));
    return json;
  }

  private static Case find(LetterBox box, String id) {
    return box.find(id)
        .orElseThrow(
            () -> new Refusal(Problem.of(404, "not_found", "there is no dead letter " + id)));
  }

  private Redriving rules(JsonObject body) {
    return rules(body.getInteger("guard", Redriving.USUAL_GUARD));
  }

  private Redriving rules(int guard) {
    return new Redriving(parts.resendWindow(), guard);
  }

  private static String id(RoutingContext call) {
    return String.valueOf(call.pathParam("letterId"));
  }
}
