package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.domain.StateName;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// What becomes of an order after a command to it: asks its owner until the order has decided, or
/// the time is over that whoever asks has for it.
final class Aftermath {

  private final OrderLookup lookup;
  private final InstantSource clock;

  Aftermath(OrderLookup lookup, InstantSource clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /// The order, once it is as wanted; empty if it was not in time.
  Future<Optional<JsonNode>> await(
      RoutingContext call, String orderId, Predicate<JsonNode> decided, Duration patience) {
    return await(call, orderId, decided, clock.instant().plus(patience));
  }

  private Future<Optional<JsonNode>> await(
      RoutingContext call, String orderId, Predicate<JsonNode> decided, Instant until) {
    return lookup
        .quick(orderId)
        .compose(answer -> {
          if (answer instanceof OrderLookup.Answer.Found(JsonNode order) && decided.test(order)) {
            return Future.succeededFuture(Optional.of(order));
          }
          if (!clock.instant().isBefore(until) || call.response().closed()) {
            return Future.succeededFuture(Optional.empty());
          }
          return lookup.later().compose(_ -> await(call, orderId, decided, until));
        });
  }

  static StateName state(JsonNode order) {
    return StateName.valueOf(order.path("state").asText());
  }
}
