package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.gateways.Slices;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Step;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The two calls of an order, with the product's HTTP client (Vert.x, as many connections) and the
/// same bytes on the wire, but no breaker, no classification and no parser. Thread-safe.
final class GatewayCalls implements AutoCloseable {

  private static final int CONNECTIONS = 512;
  private static final int QUEUE = 100_000;
  private static final long TIMEOUT_MS = 5_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClientAgent payments = client();
  private final HttpClientAgent inventory = client();
  private final URI base;
  private final IdempotencyKeys keys;

  GatewayCalls(PeerSettings settings) {
    base = URI.create(settings.gateways());
    keys = new IdempotencyKeys(settings.runId());
  }

  private HttpClientAgent client() {
    return vertx
        .httpClientBuilder()
        .with(new HttpClientOptions().setConnectTimeout(1_000).setKeepAliveTimeout(30))
        .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(QUEUE))
        .build();
  }

  /// Charges an order; fails unless that is confirmed.
  CompletableFuture<String> charge(String orderId, String placed) {
    String body =
        "{\"orderId\":\""
            + orderId
            + "\",\"customerId\":\""
            + Slices.text(placed, "customerId")
            + "\",\"amount\":"
            + Slices.raw(placed, "amount")
            + ",\"paymentMethodId\":\""
            + Slices.text(placed, "paymentMethodId")
            + "\"}";
    return post(payments, "/v2/charges", keys.of(Step.CHARGE, orderId), body);
  }

  /// Reserves an order's items; fails unless that is confirmed.
  CompletableFuture<String> reserve(String orderId, String placed) {
    String body = "{\"orderId\":\"" + orderId + "\",\"items\":" + Slices.raw(placed, "items") + "}";
    return post(inventory, "/v2/reservations", keys.of(Step.RESERVE, orderId), body);
  }

  private CompletableFuture<String> post(
      HttpClientAgent client, String path, String key, String body) {
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
    var answer = new CompletableFuture<String>();
    vertx
        .getOrCreateContext()
        .runOnContext(_ ->
            client
                .request(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(GatewayCalls::confirmed)
                .onComplete(answer::complete, answer::completeExceptionally));
    return answer;
  }

  private static Future<String> confirmed(HttpClientResponse response) {
    return response
        .body()
        .map(body -> {
          if (response.statusCode() != 200) {
            throw new IllegalStateException("answered " + response.statusCode() + ": " + body);
          }
          return body.toString();
        });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
  }
}
