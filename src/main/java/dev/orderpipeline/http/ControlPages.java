package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.http.console.InstanceView;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.ControlAnswer;
import dev.orderpipeline.operations.control.ControlAnswer.Outcome;
import dev.orderpipeline.operations.control.ControlDesk;
import dev.orderpipeline.operations.control.Release;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Pauses, and who obeys them.
final class ControlPages {

  private final ControlDesk desk;
  private final Release release;
  private final Supplier<Optional<IntakeWord>> closed;
  private final Supplier<Future<Map<String, Optional<InstanceView>>>> views;
  private final Offload offload;

  /// @param closed what keeps the intake closed, as this instance has heard it
  /// @param views of all instances
  /// @param offload may wait for Kafka
  ControlPages(
      ControlDesk desk,
      Release release,
      Supplier<Optional<IntakeWord>> closed,
      Supplier<Future<Map<String, Optional<InstanceView>>>> views,
      Offload offload) {
    this.desk = desk;
    this.release = release;
    this.closed = closed;
    this.views = views;
    this.offload = offload;
  }

  void intake(RoutingContext call) {
    views
        .get()
        .onSuccess(answers -> Replies.json(call, 200, intake(answers)))
        .onFailure(call::fail);
  }

  private ObjectNode intake(Map<String, Optional<InstanceView>> answers) {
    Optional<IntakeWord> order = closed.get();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("open", order.isEmpty());
    order.ifPresent(word -> body.set("order", word.json()));
    ArrayNode instances = body.putArray("instances");
    new TreeMap<>(answers)
        .forEach((address, view) -> {
          ObjectNode one =
              instances.addObject().put("instance", address).put("answers", view.isPresent());
          view.ifPresent(known -> one.put("closed", known.intakeClosed()));
        });
    return body;
  }

  void pauseIntake(RoutingContext call, JsonObject body) {
    act(call, body, ControlDesk::pauseIntake);
  }

  void resumeIntake(RoutingContext call, JsonObject body) {
    act(call, body, ControlDesk::resumeIntake);
  }

  void releaseIntake(RoutingContext call, JsonObject body) {
    act(call, body, (_, order) -> release.release(order));
  }

  void pauseGateway(RoutingContext call, JsonObject body) {
    Gateway gateway = gateway(call);
    List<Lane> lane = List.of(lane(call));
    act(call, body, (at, order) -> at.pauseGates(gateway, lane, order));
  }

  void resumeGateway(RoutingContext call, JsonObject body) {
    Gateway gateway = gateway(call);
    List<Lane> lane = List.of(lane(call));
    act(call, body, (at, order) -> at.resumeGates(gateway, lane, order));
  }

  private void act(
      RoutingContext call, JsonObject body, BiFunction<ControlDesk, Act, ControlAnswer> work) {
    Act order = OperatorCalls.act(body);
    offload
        .call(() -> OperatorCalls.refusing(() -> work.apply(desk, order)))
        .map(ControlPages::body)
        .onSuccess(answer -> Replies.json(call, 200, answer))
        .onFailure(call::fail);
  }

  private static ObjectNode body(ControlAnswer answer) {
    if (answer.outcome() == Outcome.REFUSED) {
      throw new Refusal(Problem.of(409, "not_now", answer.message()));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("outcome", answer.outcome().name())
        .put("message", answer.message());
  }

  private static Gateway gateway(RoutingContext call) {
    String name = String.valueOf(call.pathParam("gateway"));
    for (Gateway gateway : Gateway.values()) {
      if (gateway.label().equals(name)) {
        return gateway;
      }
    }
    throw new Refusal(Problem.of(404, "no_such_gateway", "there is no gateway " + name));
  }

  private static Lane lane(RoutingContext call) {
    String name = String.valueOf(call.pathParam("lane"));
    for (Lane lane : Lane.values()) {
      if (lane.label().equals(name)) {
        return lane;
      }
    }
    throw new Refusal(Problem.of(404, "no_such_lane", "there is no lane " + name));
  }
}
