package dev.orderpipeline.http;

import dev.orderpipeline.domain.StateName;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One order, at once or when it has got somewhere.
final class GetOrder {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  private final OrderLookup lookup;
  private final OrderWait wait;
  private final RecentlyPlaced recent;
  private final OrderJson json;
  private final InstantSource clock;

  GetOrder(
      OrderLookup lookup,
      OrderWait wait,
      RecentlyPlaced recent,
      OrderJson json,
      InstantSource clock) {
    this.lookup = lookup;
    this.wait = wait;
    this.recent = recent;
    this.json = json;
    this.clock = clock;
  }

  void handle(RoutingContext call) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    answer(call, orderId).onSuccess(answer -> reply(call, orderId, answer)).onFailure(call::fail);
  }

  private Future<OrderLookup.Answer> answer(RoutingContext call, String orderId) {
    Optional<String> waitFor = Optional.ofNullable(call.request().getParam("waitFor"));
    if (waitFor.isEmpty()) {
      return lookup.find(orderId, PATIENCE);
    }
    Set<StateName> states = OrderLookup.states(List.of(waitFor.get().split(",")));
    return wait.await(call, orderId, states, RequestTimeout.of(call).orElse(USUAL_WAIT));
  }

  private void reply(RoutingContext call, String orderId, OrderLookup.Answer answer) {
    switch (answer) {
      case OrderLookup.Answer.Found found -> Replies.json(call, 200, found.order());
      case OrderLookup.Answer.NotFound _ ->
          recent
              .find(orderId)
              .ifPresentOrElse(
                  _ -> Replies.json(call, 200, json.placed(orderId, clock.instant())),
                  () -> Replies.problem(call, notFound(orderId)));
      case OrderLookup.Answer.NobodySays(String because) ->
          Replies.problem(call, nobodySays(orderId, because));
    }
  }

  static Problem notFound(String orderId) {
    return Problem.of(404, "not_found", "there is no order %s".formatted(orderId));
  }

  static Problem nobodySays(String orderId, String because) {
    return Problem.later(
        503,
        "owner_unavailable",
        "the instance that has order %s cannot be asked: %s".formatted(orderId, because),
        1);
  }
}
