package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.Finding;
import dev.orderpipeline.stream.OrderOwner;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds an order wherever it is: here, at the instance that owns its partition, or, while that one
/// does not answer, as a copy at a standby. While nobody can say, it asks again until its patience
/// ends: it never takes silence for "there is no such order".
final class OrderLookup {

  /// What is known of an order.
  sealed interface Answer {
    record Found(JsonNode order) implements Answer {}

    /// Its owner knows of no such order.
    record NotFound() implements Answer {}

    /// Nobody can say at the moment.
    ///
    /// @param because for people
    record NobodySays(String because) implements Answer {
      static final NobodySays NOW =
          new NobodySays("it does not answer; its orders are moving to another one");
    }
  }

  /// What this instance can say, and whom else to ask.
  private record Local(OrderOwner owner, Finding finding) {}

  private static final long ASK_AGAIN_MS = 100;

  private final Vertx vertx;
  private final Offload offload;
  private final OrderQueries queries;
  private final OrderPeers peers;
  private final OrderJson json;
  private final InstantSource clock;

  OrderLookup(
      Vertx vertx,
      Offload offload,
      OrderQueries queries,
      OrderPeers peers,
      OrderJson json,
      InstantSource clock) {
    this.vertx = vertx;
    this.offload = offload;
    this.queries = queries;
    this.peers = peers;
    this.json = json;
    this.clock = clock;
  }

  /// Looks everywhere.
  Future<Answer> find(String orderId, Duration patience) {
    return find(orderId, clock.instant().plus(patience));
  }

  private Future<Answer> find(String orderId, Instant until) {
    return once(orderId, true)
        .compose(answer -> {
          if (!(answer instanceof Answer.NobodySays) || !clock.instant().isBefore(until)) {
            return Future.succeededFuture(answer);
          }
          return later().compose(_ -> find(orderId, until));
        });
  }

  /// Asks the owner, once: for whoever can do without an answer.
  Future<Answer> quick(String orderId) {
    return once(orderId, false);
  }

  /// What this instance says itself.
  Future<Answer> here(String orderId) {
    return local(orderId)
        .compose(local ->
            switch (local.finding()) {
              case Finding.Known known -> explained(known.order());
              case Finding.Unknown _ -> Future.succeededFuture(new Answer.NotFound());
              case Finding.NotHere _ -> Future.succeededFuture(Answer.NobodySays.NOW);
            });
  }

  private Future<Answer> once(String orderId, boolean copiesToo) {
    return local(orderId)
        .compose(local ->
            switch (local.finding()) {
              case Finding.Known known -> explained(known.order());
              case Finding.Unknown _ -> Future.succeededFuture(new Answer.NotFound());
              case Finding.NotHere _ -> {
                Future<Answer> owner = peers.owner(local.owner(), orderId);
                yield copiesToo ? owner.compose(answer -> orCopy(answer, local, orderId)) : owner;
              }
            });
  }

  private Future<Local> local(String orderId) {
    return offload.call(() -> {
      OrderOwner owner = queries.owner(orderId);
      Finding finding =
          owner.partition() < 0
              ? new Finding.NotHere()
              : queries.find(owner.partition(), orderId, clock.instant());
      return new Local(owner, finding);
    });
  }

  /// As this instance, its owner, knows it.
  Future<Answer> explained(Order order) {
    return offload.call(() -> new Answer.Found(json.owned(order, clock.instant())));
  }

  private Future<Answer> orCopy(Answer answer, Local local, String orderId) {
    if (!(answer instanceof Answer.NobodySays) || local.owner().partition() < 0) {
      return Future.succeededFuture(answer);
    }
    return offload
        .call(() -> copy(local.owner().partition(), orderId))
        .compose(copy ->
            copy.map(order ->
                    Future.succeededFuture(
                        (Answer) new Answer.Found(json.copied(order, local.owner().owner()))))
                .orElseGet(() -> peers.copy(local.owner().standbys().iterator(), orderId, answer)));
  }

  /// What lies here of an order that another instance owns.
  Optional<Order> copy(int partition, String orderId) {
    return queries.copy(partition, orderId, clock.instant());
  }

  /// When it is worth asking again.
  Future<Void> later() {
    Promise<Void> promise = Promise.promise();
    vertx.setTimer(ASK_AGAIN_MS, _ -> promise.complete());
    return promise.future();
  }

  /// States that a wait can be for.
  static Set<StateName> states(List<String> names) {
    return names.stream().map(StateName::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
