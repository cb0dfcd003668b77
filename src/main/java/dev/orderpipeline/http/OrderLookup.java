package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.Finding;
import dev.orderpipeline.stream.OrderOwner;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    record NobodySays() implements Answer {}
  }

  /// What this instance can say, and whom else to ask.
  private record Local(OrderOwner owner, Finding finding) {}

  private static final Logger LOG = LoggerFactory.getLogger(OrderLookup.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration ASK = Duration.ofSeconds(2);
  private static final long ASK_AGAIN_MS = 100;

  private final Vertx vertx;
  private final Offload offload;
  private final OrderQueries queries;
  private final Waiting waiting;
  private final Peers peers;
  private final OrderJson json;
  private final InstantSource clock;

  OrderLookup(
      Vertx vertx,
      Offload offload,
      OrderQueries queries,
      Waiting waiting,
      Peers peers,
      OrderJson json,
      InstantSource clock) {
    this.vertx = vertx;
    this.offload = offload;
    this.queries = queries;
    this.waiting = waiting;
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
              case Finding.NotHere _ -> Future.succeededFuture(new Answer.NobodySays());
            });
  }

  private Future<Answer> once(String orderId, boolean copiesToo) {
    return local(orderId)
        .compose(local ->
            switch (local.finding()) {
              case Finding.Known known -> explained(known.order());
              case Finding.Unknown _ -> Future.succeededFuture(new Answer.NotFound());
              case Finding.NotHere _ -> {
                Future<Answer> owner = askOwner(local.owner(), orderId);
                yield copiesToo ? owner.compose(answer -> orCopy(answer, local, orderId)) : owner;
              }
            });
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
      return find(orderId, clock.instant().plus(ASK));
    }
    return offload
        .call(() -> queries.owner(orderId))
        .compose(owner -> awaitAt(call, owner, orderId, states, left))
        .compose(answer -> {
          if (isThere(answer, states)) {
            return Future.succeededFuture(answer);
          }
          return later().compose(_ -> await(call, orderId, states, until));
        });
  }

  private Future<Answer> awaitAt(
      RoutingContext call, OrderOwner owner, String orderId, Set<StateName> states, Duration left) {
    if (owner.partition() < 0) {
      return Future.succeededFuture(new Answer.NobodySays());
    }
    return awaitHere(call, owner.partition(), orderId, states, left)
        .compose(answer -> {
          boolean elsewhere = answer instanceof Answer.NobodySays && !owner.here();
          return elsewhere && owner.owner().isPresent()
              ? awaitThere(owner.owner().get(), orderId, states, left)
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
              case Finding.NotHere _ -> Future.succeededFuture((Answer) new Answer.NobodySays());
              case Finding.Known known when states.contains(known.order().state().name()) ->
                  explained(known.order());
              case Finding.Known _, Finding.Unknown _ ->
                  waiter
                      .future()
                      .compose(order ->
                          order
                              .map(this::explained)
                              .orElseGet(() -> Future.succeededFuture(new Answer.NobodySays())));
            })
        .onComplete(_ -> {
          vertx.cancelTimer(timer);
          waiter.giveUp();
        });
  }

  private Future<Answer> awaitThere(
      String address, String orderId, Set<StateName> states, Duration left) {
    String uri =
        "%s%s?waitFor=%s&timeout=%dms"
            .formatted(
                PeerPages.ORDERS,
                orderId,
                states.stream().map(Enum::name).collect(Collectors.joining(",")),
                left.toMillis());
    return peers.hold(address, uri, left.plus(ASK)).compose(this::answer).recover(lost(address));
  }

  private static boolean isThere(Answer answer, Set<StateName> states) {
    return answer instanceof Answer.Found(JsonNode order)
        && states.contains(StateName.valueOf(order.path("state").asText()));
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

  private Future<Answer> explained(Order order) {
    return offload.call(() -> new Answer.Found(json.owned(order, clock.instant())));
  }

  private Future<Answer> askOwner(OrderOwner owner, String orderId) {
    if (owner.here() || owner.owner().isEmpty()) {
      return Future.succeededFuture(new Answer.NobodySays());
    }
    String address = owner.owner().get();
    return peers
        .ask(address, PeerPages.ORDERS + orderId, ASK)
        .compose(this::answer)
        .recover(lost(address));
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
                .orElseGet(() -> copyOf(local.owner().standbys().iterator(), orderId)));
  }

  /// What lies here of an order that another instance owns.
  Optional<Order> copy(int partition, String orderId) {
    return queries.copy(partition, orderId, clock.instant());
  }

  /// A standby that has nothing has proved nothing.
  private Future<Answer> copyOf(Iterator<String> standbys, String orderId) {
    if (!standbys.hasNext()) {
      return Future.succeededFuture(new Answer.NobodySays());
    }
    String address = standbys.next();
    return peers
        .ask(address, PeerPages.ORDERS + orderId + "?copy=true", ASK)
        .compose(this::answer)
        .recover(lost(address))
        .compose(answer ->
            answer instanceof Answer.Found
                ? Future.succeededFuture(answer)
                : copyOf(standbys, orderId));
  }

  private Future<Answer> answer(Peers.Reply reply) {
    return switch (reply.status()) {
      case 200 -> offload.call(() -> new Answer.Found(read(reply)));
      case 404 -> Future.succeededFuture(new Answer.NotFound());
      default -> Future.succeededFuture(new Answer.NobodySays());
    };
  }

  private static ObjectNode read(Peers.Reply reply) {
    try {
      return (ObjectNode) JSON.readTree(reply.body().getBytes());
    } catch (IOException e) {
      throw new IllegalStateException("an instance answered with what is not JSON", e);
    }
  }

  private static Function<Throwable, Future<Answer>> lost(String address) {
    return failure -> {
      if (failure instanceof Refusal) {
        return Future.failedFuture(failure);
      }
      LOG.debug("instance {} did not answer", address, failure);
      return Future.succeededFuture(new Answer.NobodySays());
    };
  }

  private Future<Void> later() {
    Promise<Void> promise = Promise.promise();
    vertx.setTimer(ASK_AGAIN_MS, _ -> promise.complete());
    return promise.future();
  }

  /// States that a wait can be for.
  static Set<StateName> states(List<String> names) {
    return names.stream().map(StateName::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
