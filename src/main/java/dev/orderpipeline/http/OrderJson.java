package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.SnapshotFields;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.CallRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.gateways.BreakerState;
import dev.orderpipeline.gateways.GateStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// An order as the API shows it: the snapshot, and what follows from it. Thread-safe.
final class OrderJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SnapshotWriter writer = new SnapshotWriter();
  private final Function<Order, Optional<Instant>> wakeUpAt;
  private final Supplier<List<GateStatus>> gates;
  private final String instance;

  /// Shows orders.
  ///
  /// @param wakeUpAt when time moves an order next
  /// @param instance address of this instance
  OrderJson(
      Function<Order, Optional<Instant>> wakeUpAt,
      Supplier<List<GateStatus>> gates,
      String instance) {
    this.wakeUpAt = wakeUpAt;
    this.gates = gates;
    this.instance = instance;
  }

  /// As its owner knows it.
  ObjectNode owned(Order order, Instant now) {
    return explained(order, "owner", now).put("owner", instance);
  }

  /// As a standby last heard of it: the order may have moved on.
  ObjectNode copied(Order order, Optional<String> owner) {
    ObjectNode json = explained(order, "standby", order.at());
    owner.ifPresent(address -> json.put("owner", address));
    return json;
  }

  /// Acknowledged by Kafka, and not read by the pipeline yet.
  ObjectNode placed(String orderId, Instant now) {
    return JSON.createObjectNode()
        .put("orderId", orderId)
        .put("state", "PENDING")
        .put("version", 0)
        .put("cause", "placed; the pipeline has not read it yet")
        .put("asOf", now.toString())
        .put("source", "ingress")
        .put("instance", instance);
  }

  /// A line of a listing.
  ObjectNode summary(Order order) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("orderId", order.orderId())
            .put("state", order.state().name().name())
            .put("version", order.version())
            .put("at", order.at().toString())
            .put("cause", order.cause());
    order.suspended().ifPresent(suspended -> json.put("suspended", suspended.reason()));
    MoneyPosition.failure(order).ifPresent(failure -> json.put("failure", failure.code()));
    return json;
  }

  private ObjectNode explained(Order order, String source, Instant asOf) {
    JsonNode snapshot = snapshot(order);
    ObjectNode json =
        JSON.createObjectNode()
            .put("orderId", order.orderId())
            .put("state", order.state().name().name())
            .put("version", order.version())
            .put("at", order.at().toString())
            .put("cause", order.cause())
            .put("asOf", asOf.toString())
            .put("source", source)
            .put("instance", instance)
            .put("admittedAt", order.admittedAt().toString())
            .put("deadline", order.deadline().toString());
    wakeUpAt.apply(order).ifPresent(at -> json.put("nextWakeUp", at.toString()));
    order.traceparent().map(OrderJson::traceId).ifPresent(id -> json.put("traceId", id));
    transitions(json.putArray("transitions"), order);
    steps(json.putArray("steps"), order, snapshot);
    json.set("money", MoneyPosition.of(order).json());
    for (String part : List.of("failure", "suspended")) {
      if (snapshot.has(part)) {
        json.set(part, snapshot.get(part));
      }
    }
    json.set("snapshot", snapshot);
    return json;
  }

  private JsonNode snapshot(Order order) {
    try {
      return JSON.readTree(writer.write(order));
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot that was just written cannot be read", e);
    }
  }

  /// `00-<trace id>-<span id>-<flags>`.
  private static String traceId(String traceparent) {
    return traceparent.split("-", 3)[1];
  }

  private static void transitions(ArrayNode array, Order order) {
    order
        .history()
        .forEach(entry ->
            array
                .addObject()
                .put("version", entry.version())
                .put("state", entry.state().name())
                .put("at", entry.at().toString())
                .put("cause", entry.cause()));
  }

  private void steps(ArrayNode array, Order order, JsonNode snapshot) {
    List<GateStatus> status = gates.get();
    for (Step step : Step.values()) {
      order
          .run(step)
          .ifPresent(run -> array.add(step(run, phase(snapshot, step), gate(status, step))));
    }
  }

  private static JsonNode phase(JsonNode snapshot, Step step) {
    return snapshot.path(SnapshotFields.of(step)).path("phase");
  }

  private static Optional<GateStatus> gate(List<GateStatus> status, Step step) {
    return status.stream()
        .filter(gate -> gate.gateway() == step.gateway() && gate.lane() == step.lane())
        .findFirst();
  }

  private static ObjectNode step(StepRun run, JsonNode phase, Optional<GateStatus> gate) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("step", run.step().label())
            .put("gateway", run.step().gateway().label())
            .put("lane", run.step().lane().label())
            .put("key", run.key())
            .put("attempts", run.attempts())
            .put("calls", run.calls());
    if (run.phase() instanceof Phase.Ended ended) {
      json.put("outcome", ended.outcome().name());
      if (!ended.status().isEmpty()) {
        json.put("status", ended.status());
      }
    } else {
      json.set("phase", phase);
      // How the gateway is matters to an order that still waits for it.
      gate.ifPresent(now -> json.set("breaker", GatewayJson.of(now)));
    }
    run.reference().ifPresent(reference -> json.put("reference", reference));
    if (!run.lastCode().isEmpty()) {
      json.put("lastAnswer", run.lastCode());
    }
    json.put("inDoubt", run.inDoubt());
    run.firstSentAt().ifPresent(at -> json.put("firstSentAt", at.toString()));
    log(json.putArray("log"), run);
    return json;
  }

  private static void log(ArrayNode array, StepRun run) {
    for (CallRecord call : run.log()) {
      ObjectNode json =
          array
              .addObject()
              .put("call", call.call())
              .put("kind", call.kind().name())
              .put("key", run.key())
              .put("at", call.decidedAt().toString())
              .put(
                  "breaker", (call.probe() ? BreakerState.HALF_OPEN : BreakerState.CLOSED).label());
      call.end()
          .ifPresent(end ->
              json.put("endedAt", end.at().toString())
                  .put("class", end.classification().name())
                  .put("answer", end.code()));
    }
  }
}
