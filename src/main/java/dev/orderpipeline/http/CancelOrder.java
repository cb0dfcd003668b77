package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.domain.StateName;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/// Hands the command to stop an order to the pipeline, through its topic.
final class CancelOrder {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String topic;
  private final Ingress ingress;
  private final OrderLookup lookup;

  CancelOrder(String topic, Ingress ingress, OrderLookup lookup) {
    this.topic = topic;
    this.ingress = ingress;
    this.lookup = lookup;
  }

  /// @param body checked against the OpenAPI document
  void handle(RoutingContext call, JsonObject body) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    lookup
        .find(orderId, PATIENCE)
        .compose(answer -> {
          check(orderId, answer);
          return ingress.publish(topic, orderId, command(body), Map.of());
        })
        .onSuccess(_ -> {
          call.response().putHeader("Location", "/orders/" + orderId);
          Replies.json(call, 202, JsonNodeFactory.instance.objectNode().put("orderId", orderId));
        })
        .onFailure(call::fail);
  }

  private static void check(String orderId, OrderLookup.Answer answer) {
    switch (answer) {
      case OrderLookup.Answer.Found(JsonNode order) -> {
        StateName state = StateName.valueOf(order.path("state").asText());
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

  private static byte[] command(JsonObject body) {
    return CommandWriter.cancel(body.getString("by"), body.getString("reason", ""));
  }
}
