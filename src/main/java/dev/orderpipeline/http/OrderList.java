package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.config.DurationText;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.OrderFilter;
import dev.orderpipeline.stream.OrderPage;
import dev.orderpipeline.stream.OrderQueries;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lists the orders of all instances: asks each for its part and merges them by orderId, as far as
/// all of them have looked.
final class OrderList {

  private static final Logger LOG = LoggerFactory.getLogger(OrderList.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Set<StateName> ON_THEIR_WAY =
      Arrays.stream(StateName.values())
          .filter(state -> !state.isFinal())
          .collect(Collectors.toUnmodifiableSet());

  /// What one instance has.
  ///
  /// @param from its address
  /// @param lookedUpTo the last orderId it has looked at; empty if there are no more
  private record Part(
      String from,
      List<JsonNode> orders,
      Optional<String> lookedUpTo,
      Set<Integer> partitions,
      boolean answered) {}

  private final OrderQueries queries;
  private final Peers peers;
  private final Offload offload;
  private final OrderJson json;
  private final InstantSource clock;

  OrderList(
      OrderQueries queries, Peers peers, Offload offload, OrderJson json, InstantSource clock) {
    this.queries = queries;
    this.peers = peers;
    this.offload = offload;
    this.json = json;
    this.clock = clock;
  }

  /// What the request asks for; it has been checked against the OpenAPI document.
  static OrderFilter filter(HttpServerRequest request, Instant now) {
    String states = request.getParam("state");
    return new OrderFilter(
        states == null ? ON_THEIR_WAY : OrderLookup.states(List.of(states.split(","))),
        Optional.ofNullable(request.getParam("olderThan"))
            .flatMap(DurationText::parse)
            .map(now::minus),
        Optional.ofNullable(request.getParam("suspended")).map(Boolean::valueOf),
        request.getParam("cursor", ""),
        Integer.parseInt(request.getParam("limit", "100")));
  }

  void handle(RoutingContext call) {
    OrderFilter filter = filter(call.request(), clock.instant());
    offload
        .call(queries::members)
        .compose(members -> {
          List<Future<Part>> parts = new ArrayList<>();
          parts.add(local(filter));
          members.stream()
              .filter(member -> !queries.self().equals(Optional.of(member)))
              .forEach(member -> parts.add(remote(member, call.request().query())));
          return Future.join(parts).map(_ -> parts.stream().map(Future::result).toList());
        })
        .compose(parts -> offload.call(() -> merged(parts, filter.limit())))
        .onSuccess(body -> Replies.json(call, 200, body))
        .onFailure(call::fail);
  }

  private Future<Part> local(OrderFilter filter) {
    return offload.call(() -> {
      OrderPage page = queries.page(filter, clock.instant());
      return new Part(
          "here",
          page.orders().stream().<JsonNode>map(json::summary).toList(),
          page.lookedUpTo(),
          page.partitions(),
          true);
    });
  }

  private Future<Part> remote(String address, @Nullable String query) {
    return peers
        .ask(address, PeerPages.LIST + (query == null ? "" : "?" + query), ASK)
        .compose(reply -> offload.call(() -> part(address, reply)))
        .recover(failure -> {
          LOG.debug("instance {} did not answer", address, failure);
          return Future.succeededFuture(
              new Part(address, List.of(), Optional.empty(), Set.of(), false));
        });
  }

  private static Part part(String address, Peers.Reply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("instance " + address + " answered " + reply.status());
    }
    JsonNode body = JSON.readTree(reply.body().getBytes());
    List<JsonNode> orders = new ArrayList<>();
    body.path("orders").forEach(orders::add);
    Set<Integer> partitions = new HashSet<>();
    body.path("partitions").forEach(partition -> partitions.add(partition.intValue()));
    return new Part(
        address,
        orders,
        Optional.ofNullable(body.get("lookedUpTo")).map(JsonNode::textValue),
        partitions,
        true);
  }

  private ObjectNode merged(List<Part> parts, int limit) {
    // Behind this, someone has not looked yet.
    Optional<String> bound =
        parts.stream().map(Part::lookedUpTo).flatMap(Optional::stream).min(String::compareTo);
    Map<String, JsonNode> byId = new TreeMap<>();
    parts.stream()
        .flatMap(part -> part.orders().stream())
        .filter(order -> bound.map(last -> id(order).compareTo(last) <= 0).orElse(true))
        // While a partition moves, two may have an order: the later version is the truer.
        .forEach(order -> byId.merge(id(order), order, OrderList::later));
    ObjectNode body = JSON.createObjectNode();
    ArrayNode orders = body.putArray("orders");
    byId.values().stream().limit(limit).forEach(orders::add);
    Optional<String> next = byId.size() > limit ? Optional.of(id(orders.get(limit - 1))) : bound;
    next.ifPresent(cursor -> body.put("nextCursor", cursor));
    completeness(body, parts);
    return body;
  }

  private void completeness(ObjectNode body, List<Part> parts) {
    List<String> missing = parts.stream().filter(part -> !part.answered()).map(Part::from).toList();
    Set<Integer> covered =
        parts.stream().flatMap(part -> part.partitions().stream()).collect(Collectors.toSet());
    int all = queries.partitionCount();
    body.put("complete", missing.isEmpty() && all > 0 && covered.size() >= all);
    if (!missing.isEmpty()) {
      ArrayNode names = body.putArray("missing");
      missing.forEach(names::add);
    }
  }

  private static JsonNode later(JsonNode one, JsonNode other) {
    return one.path("version").intValue() >= other.path("version").intValue() ? one : other;
  }

  private static String id(JsonNode order) {
    return order.path("orderId").asText();
  }
}
