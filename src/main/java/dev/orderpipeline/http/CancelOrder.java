package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.domain.StateName;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Hands the command to stop an order to the pipeline, through its topic, and tells what the order
/// decided if it is asked to wait for that.
final class CancelOrder {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String topic;
  private final Ingress ingress;
  private final OrderLookup lookup;
  private final Aftermath aftermath;

  CancelOrder(String topic, Ingress ingress, OrderLookup lookup, Aftermath aftermath) {
    this.topic = topic;
    this.ingress = ingress;
    this.lookup = lookup;
    this.aftermath = aftermath;
  }

  /// @param body checked against the OpenAPI document
  void handle(RoutingContext call, JsonObject body) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    Optional<Duration> patience = RequestTimeout.of(call);
    lookup
        .find(orderId, PATIENCE)
        .compose(answer -> {
          check(orderId, answer);
          return ingress.publish(topic, orderId, command(body), Map.of());
        })
        .compose(_ ->
            patience
                .map(time -> aftermath.await(call, orderId, CancelOrder::hasDecided, time))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())))
        .onSuccess(order -> answer(call, orderId, order))
        .onFailure(call::fail);
  }

  private static void check(String orderId, OrderLookup.Answer answer) {
    switch (answer) {
      case OrderLookup.Answer.Found(JsonNode order) -> {
        StateName state = Aftermath.state(order);
        if (state.isFinal()) {
          throw new Refusal(
              Problem.of(
                  409, "already_final", "order %s has its outcome: %s".formatted(orderId, state)));
        }
      }
      case OrderLookup.Answer.NotFound _ -> throw new Refusal(GetOrder.notFound(orderId));
      case OrderLookup.Answer.NobodySays(String because) ->
          throw new Refusal(GetOrder.nobodySays(orderId, because));
    }
  }

  /// It is being undone, or over.
  private static boolean hasDecided(JsonNode order) {
    StateName state = Aftermath.state(order);
    return state == StateName.COMPENSATING || state.isFinal();
  }

  private static void answer(RoutingContext call, String orderId, Optional<JsonNode> decided) {
    if (decided.filter(order -> Aftermath.state(order) == StateName.COMPLETED).isPresent()) {
      Replies.problem(
          call,
          Problem.of(
              409,
              "already_final",
              "too late: order %s was COMPLETED before the command reached it".formatted(orderId)));
      return;
    }
    call.response().putHeader("Location", "/orders/" + orderId);
    Replies.json(
        call,
        decided.isPresent() ? 200 : 202,
        decided.orElseGet(() -> JsonNodeFactory.instance.objectNode().put("orderId", orderId)));
  }

  private static byte[] command(JsonObject body) {
    return CommandWriter.cancel(body.getString("by"), body.getString("reason", ""));
  }
}
