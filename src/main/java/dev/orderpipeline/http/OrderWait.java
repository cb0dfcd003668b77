package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.http.OrderLookup.Answer;
import dev.orderpipeline.stream.Finding;
import dev.orderpipeline.stream.OrderOwner;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// Holds a request until its order has got somewhere, here or at the instance that owns it; when
/// its partition moves meanwhile, it goes after it.
final class OrderWait {

  private final Vertx vertx;
  private final Offload offload;
  private final OrderQueries queries;
  private final Waiting waiting;
  private final OrderPeers peers;
  private final OrderLookup lookup;
  private final InstantSource clock;

  OrderWait(
      Vertx vertx,
      Offload offload,
      OrderQueries queries,
      Waiting waiting,
      OrderPeers peers,
      OrderLookup lookup,
      InstantSource clock) {
    this.vertx = vertx;
    this.offload = offload;
    this.queries = queries;
    this.waiting = waiting;
    this.peers = peers;
    this.lookup = lookup;
    this.clock = clock;
  }

  /// Waits until the order is in one of the states, wherever its partition goes meanwhile. When the
  /// time is over, answers with what there is.
  Future<Answer> await(
      RoutingContext call, String orderId, Set<StateName> states, Duration timeout) {
    return await(call, orderId, states, clock.instant().plus(timeout));
  }

  private Future<Answer> await(
      RoutingContext call, String orderId, Set<StateName> states, Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    if (left.isNegative() || left.isZero() || call.response().closed()) {
      return lookup.find(orderId, OrderPeers.ASK);
    }
    return offload
        .call(() -> queries.owner(orderId))
        .compose(owner -> awaitAt(call, owner, orderId, states, left))
        .compose(answer -> {
          if (isThere(answer, states)) {
            return Future.succeededFuture(answer);
          }
          return lookup.later().compose(_ -> await(call, orderId, states, until));
        });
  }

  private Future<Answer> awaitAt(
      RoutingContext call, OrderOwner owner, String orderId, Set<StateName> states, Duration left) {
    if (owner.partition() < 0) {
      return Future.succeededFuture(Answer.NobodySays.NOW);
    }
    return awaitHere(call, owner.partition(), orderId, states, left)
        .compose(answer -> {
          boolean elsewhere = answer instanceof Answer.NobodySays && !owner.here();
          return elsewhere && owner.owner().isPresent()
              ? peers.await(owner.owner().get(), orderId, states, left)
              : Future.succeededFuture(answer);
        });
  }

  /// Waits at this instance, as long as it owns the partition.
  Future<Answer> awaitHere(
      RoutingContext call, int partition, String orderId, Set<StateName> states, Duration timeout) {
    Waiting.Waiter waiter;
    try {
      waiter = waiting.register(partition, orderId, states);
    } catch (Refusal full) {
      return Future.failedFuture(full);
    }
    long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), _ -> waiter.giveUp());
    call.addEndHandler(_ -> waiter.giveUp());
    return offload
        .call(() -> queries.find(partition, orderId, clock.instant()))
        .compose(finding ->
            switch (finding) {
              case Finding.NotHere _ -> Future.succeededFuture((Answer) Answer.NobodySays.NOW);
              case Finding.Known known when states.contains(known.order().state().name()) ->
                  lookup.explained(known.order());
              case Finding.Known _, Finding.Unknown _ ->
                  waiter
                      .future()
                      .compose(order ->
                          order
                              .map(lookup::explained)
                              .orElseGet(() -> Future.succeededFuture(Answer.NobodySays.NOW)));
            })
        .onComplete(_ -> {
          vertx.cancelTimer(timer);
          waiter.giveUp();
        });
  }

  private static boolean isThere(Answer answer, Set<StateName> states) {
    return answer instanceof Answer.Found(JsonNode order)
        && states.contains(StateName.valueOf(order.path("state").asText()));
  }
}
