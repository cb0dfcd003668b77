package dev.orderpipeline.bench.restate.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Step;
import dev.restate.sdk.common.TerminalException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// The gateways' HTTP API, called with Vert.x as the pipeline and the other peers do, with as many
/// connections. A call waits for its answer; it is made on a virtual thread. A definite no is a
/// terminal failure, anything else that is not a yes is one to retry. Thread-safe.
final class Gateways {

  private static final int CONNECTIONS = 512;
  private static final int QUEUE = 100_000;
  private static final long TIMEOUT_MS = 5_000;

  /// What a gateway answers when it declines.
  private static final Set<Integer> DECLINES = Set.of(402, 404, 410, 422);

  private static final int OK = 200;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient payments;
  private final HttpClient inventory;
  private final URI base;
  private final IdempotencyKeys keys;

  private record Answer(int status, Buffer body) {}

  Gateways(Vertx vertx, URI base, IdempotencyKeys keys) {
    this.payments = client(vertx);
    this.inventory = client(vertx);
    this.base = base;
    this.keys = keys;
  }

  private static HttpClient client(Vertx vertx) {
    return vertx
        .httpClientBuilder()
        .with(new HttpClientOptions().setConnectTimeout(1_000).setKeepAliveTimeout(30))
        .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(QUEUE))
        .build();
  }

  /// @return the transaction's id
  String charge(Placed order) throws Exception {
    ObjectNode body =
        body(order).put("customerId", order.customerId()).putPOJO("amount", order.amount());
    if (order.paymentMethodId() != null) {
      body.put("paymentMethodId", order.paymentMethodId());
    }
    return post(payments, "/v2/charges", key(Step.CHARGE, order), body, "transactionId");
  }

  /// @return the reservation's id
  String reserve(Placed order) throws Exception {
    ObjectNode body = body(order).putPOJO("items", order.items());
    return post(inventory, "/v2/reservations", key(Step.RESERVE, order), body, "reservationId");
  }

  void refund(Placed order) throws Exception {
    ObjectNode body =
        body(order).put("chargeKey", key(Step.CHARGE, order)).putPOJO("amount", order.amount());
    var _ = post(payments, "/v2/refunds", key(Step.REFUND, order), body, "refundId");
  }

  void release(Placed order) throws Exception {
    ObjectNode body =
        body(order).put("reservationKey", key(Step.RESERVE, order)).putPOJO("items", order.items());
    var _ = post(inventory, "/v2/releases", key(Step.RELEASE, order), body, "releaseId");
  }

  private static ObjectNode body(Placed order) {
    return JSON.createObjectNode().put("orderId", order.orderId());
  }

  private String key(Step step, Placed order) {
    return keys.of(step, order.orderId());
  }

  private String post(HttpClient client, String path, String key, ObjectNode body, String id)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(base.getHost())
            .setPort(base.getPort())
            .setURI(path)
            .setConnectTimeout(TIMEOUT_MS)
            .setIdleTimeout(TIMEOUT_MS)
            .putHeader("Idempotency-Key", key)
            .putHeader("Accept", "application/json, application/problem+json")
            .putHeader("Content-Type", "application/json");
    Answer answer = send(client, options, Buffer.buffer(JSON.writeValueAsBytes(body)));
    if (answer.status() == OK) {
      JsonNode confirmed = JSON.readTree(answer.body().getBytes());
      return confirmed.path(id).asText();
    }
    String said = path + " answered " + answer.status() + ": " + answer.body();
    if (DECLINES.contains(answer.status())) {
      throw new TerminalException(answer.status(), said);
    }
    throw new IOException(said);
  }

  private static Answer send(HttpClient client, RequestOptions options, Buffer body)
      throws Exception {
    try {
      return client
          .request(options)
          .compose(request -> request.send(body))
          .compose(response ->
              response.body().map(content -> new Answer(response.statusCode(), content)))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      throw new IOException("no answer from " + options.getURI(), e.getCause());
    }
  }
}
