package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.config.DurationText;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.stream.OrderOwner;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What instances ask each other, each about what it has itself: never passed on. Not part of the
/// API.
///
/// 200 found; 404 owned here, and there is no such order; 421 not owned here.
final class PeerPages {

  static final String ORDERS = "/internal/orders/";
  static final String LIST = "/internal/orders";

  private static final Problem NOT_HERE =
      Problem.of(421, "not_here", "this instance does not own the order's partition");

  private final OrderQueries queries;
  private final OrderLookup lookup;
  private final OrderWait wait;
  private final OrderJson json;
  private final Offload offload;
  private final InstantSource clock;

  PeerPages(
      OrderQueries queries,
      OrderLookup lookup,
      OrderWait wait,
      OrderJson json,
      Offload offload,
      InstantSource clock) {
    this.queries = queries;
    this.lookup = lookup;
    this.wait = wait;
    this.json = json;
    this.offload = offload;
    this.clock = clock;
  }

  void mount(Router router, Access access) {
    router
        .get("/internal/*")
        .handler(call ->
            access
                .checkPeer(call.request())
                .ifPresentOrElse(problem -> Replies.problem(call, problem), call::next));
    router.get(LIST).handler(this::page);
    router.get(ORDERS + ":orderId").handler(this::order);
  }

  private void order(RoutingContext call) {
    String orderId = String.valueOf(call.pathParam("orderId"));
    if (!OrderPlacedDecoder.isOrderId(orderId)) {
      Replies.problem(call, Problem.of(400, "invalid_parameter", "orderId is no orderId"));
      return;
    }
    HttpServerRequest request = call.request();
    Future<OrderLookup.Answer> answer;
    if (request.getParam("copy") != null) {
      answer = copy(orderId);
    } else if (request.getParam("waitFor") != null) {
      answer = await(call, orderId);
    } else {
      answer = lookup.here(orderId);
    }
    answer.onSuccess(found -> reply(call, found)).onFailure(call::fail);
  }

  private Future<OrderLookup.Answer> copy(String orderId) {
    return offload.call(() -> {
      OrderOwner owner = queries.owner(orderId);
      Optional<Order> order =
          owner.partition() < 0 ? Optional.empty() : lookup.copy(owner.partition(), orderId);
      return order
          .<OrderLookup.Answer>map(
              copy -> new OrderLookup.Answer.Found(json.copied(copy, owner.owner())))
          .orElse(OrderLookup.Answer.NobodySays.NOW);
    });
  }

  private Future<OrderLookup.Answer> await(RoutingContext call, String orderId) {
    Duration timeout =
        DurationText.parse(call.request().getParam("timeout", "1s")).orElse(Duration.ofSeconds(1));
    List<String> states = List.of(call.request().getParam("waitFor", "").split(","));
    return offload
        .call(() -> queries.owner(orderId))
        .compose(owner ->
            owner.partition() < 0
                ? Future.succeededFuture(OrderLookup.Answer.NobodySays.NOW)
                : wait.awaitHere(
                    call, owner.partition(), orderId, OrderLookup.states(states), timeout));
  }

  private static void reply(RoutingContext call, OrderLookup.Answer answer) {
    switch (answer) {
      case OrderLookup.Answer.Found found -> Replies.json(call, 200, found.order());
      case OrderLookup.Answer.NotFound _ ->
          Replies.problem(call, Problem.of(404, "not_found", "there is no such order"));
      case OrderLookup.Answer.NobodySays _ -> Replies.problem(call, NOT_HERE);
    }
  }

  private void page(RoutingContext call) {
    offload
        .call(() -> {
          var page =
              queries.page(OrderList.filter(call.request(), clock.instant()), clock.instant());
          var body = JsonNodeFactory.instance.objectNode();
          var orders = body.putArray("orders");
          page.orders().forEach(order -> orders.add(json.summary(order)));
          page.lookedUpTo().ifPresent(last -> body.put("lookedUpTo", last));
          var partitions = body.putArray("partitions");
          page.partitions().forEach(partitions::add);
          return body;
        })
        .onSuccess(body -> Replies.json(call, 200, body))
        .onFailure(call::fail);
  }
}
