package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.OrderPlaced;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The front door. An order is accepted once Kafka has acknowledged it, and not before.
///
/// Whether it has been placed before is asked of its owner; when nobody can say, it is accepted all
/// the same: the pipeline ignores what it knows, and dead-letters what contradicts it.
final class PlaceOrder {

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /// An order being published now.
  private record Underway(String fingerprint, Future<Void> published) {}

  /// What is known of an order with this id.
  private sealed interface Before {
    record New() implements Before {}

    record Same(JsonNode state) implements Before {}

    record Other() implements Before {}
  }

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();
  private final Map<String, Underway> underway = new ConcurrentHashMap<>();
  private final String topic;
  private final Ingress ingress;
  private final OrderLookup lookup;
  private final RecentlyPlaced recent;
  private final OrderJson json;
  private final Offload offload;
  private final InstantSource clock;

  PlaceOrder(
      String topic,
      Ingress ingress,
      OrderLookup lookup,
      RecentlyPlaced recent,
      OrderJson json,
      Offload offload,
      InstantSource clock) {
    this.topic = topic;
    this.ingress = ingress;
    this.lookup = lookup;
    this.recent = recent;
    this.json = json;
    this.offload = offload;
    this.clock = clock;
  }

  void handle(RoutingContext call, Buffer body) {
    byte[] bytes = body.getBytes();
    offload
        .call(() -> valid(bytes))
        .compose(placed -> lookUp(placed).compose(before -> act(call, placed, bytes, before)))
        .onFailure(call::fail);
  }

  /// What the pipeline would say of the order, if it is one that it would refuse.
  Future<Optional<Problem>> explain(Buffer body) {
    byte[] bytes = body.getBytes();
    return offload.call(() ->
        switch (decoder.decodeUnkeyed(bytes)) {
          case Decoded.Valid _ -> Optional.empty();
          case Decoded.Malformed malformed -> Optional.of(problem(malformed));
        });
  }

  private OrderPlaced valid(byte[] bytes) {
    return switch (decoder.decodeUnkeyed(bytes)) {
      case Decoded.Valid valid -> valid.placed();
      case Decoded.Malformed malformed -> throw new Refusal(problem(malformed));
    };
  }

  private static Problem problem(Decoded.Malformed malformed) {
    int status = malformed.reason().equals("too_large") ? 413 : 400;
    return Problem.of(status, malformed.reason(), malformed.message());
  }

  private Future<Before> lookUp(OrderPlaced placed) {
    return lookup
        .quick(placed.orderId())
        .map(answer ->
            switch (answer) {
              case OrderLookup.Answer.Found(JsonNode order) -> compared(placed, order);
              case OrderLookup.Answer.NotFound _, OrderLookup.Answer.NobodySays _ ->
                  remembered(placed);
            });
  }

  private static Before compared(OrderPlaced placed, JsonNode order) {
    String known = order.path("snapshot").path("fingerprint").asText();
    return known.equals(placed.fingerprint()) ? new Before.Same(order) : new Before.Other();
  }

  private Before remembered(OrderPlaced placed) {
    return recent
        .find(placed.orderId())
        .<Before>map(known ->
            known.equals(placed.fingerprint())
                ? new Before.Same(json.placed(placed.orderId(), clock.instant()))
                : new Before.Other())
        .orElseGet(Before.New::new);
  }

  private Future<Void> act(RoutingContext call, OrderPlaced placed, byte[] bytes, Before before) {
    return switch (before) {
      case Before.Same(JsonNode state) -> {
        location(call, placed.orderId());
        Replies.json(call, 200, state);
        yield Future.succeededFuture();
      }
      case Before.Other _ -> Future.failedFuture(new Refusal(conflict(placed.orderId())));
      case Before.New _ -> publish(call, placed, bytes);
    };
  }

  /// Two requests with the same order at a time make one record.
  private Future<Void> publish(RoutingContext call, OrderPlaced placed, byte[] bytes) {
    String orderId = placed.orderId();
    Underway mine =
        underway.computeIfAbsent(
            orderId,
            _ ->
                new Underway(
                    placed.fingerprint(),
                    ingress.publish(topic, orderId, bytes, trace(call.request()))));
    if (!mine.fingerprint().equals(placed.fingerprint())) {
      return Future.failedFuture(new Refusal(conflict(orderId)));
    }
    return mine.published()
        .onSuccess(_ -> recent.put(orderId, placed.fingerprint()))
        .onComplete(_ -> underway.remove(orderId, mine))
        .map(_ -> {
          location(call, orderId);
          Replies.json(call, 202, JsonNodeFactory.instance.objectNode().put("orderId", orderId));
          return null;
        });
  }

  private static Map<String, String> trace(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("traceparent"))
        .filter(value -> TRACEPARENT.matcher(value).matches())
        .map(value -> Map.of("traceparent", value))
        .orElse(Map.of());
  }

  private static void location(RoutingContext call, String orderId) {
    call.response().putHeader("Location", "/orders/" + orderId);
  }

  private static Problem conflict(String orderId) {
    return Problem.of(
        409,
        "conflicting_duplicate",
        "orderId %s has been placed before with other content".formatted(orderId));
  }
}
