package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Lane;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// HTTP to one gateway on one lane, over a pool of connections of its own. Thread-safe; calls run
/// on the event loop that Vert.x gives to the calling thread.
final class VertxTransport implements Transport, AutoCloseable {

  /// Shorter than what common servers and balancers allow (60 s and more), so that it is mostly we
  /// who close an idle connection: a request sent while the other side closes it ends as unknown.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /// What servers commonly allow, and RFC 9113 asks of them as the least.
  private static final int STREAMS_PER_CONNECTION = 100;

  /// Other people's trace context passes through our records: only a well-formed one may become a
  /// header.
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final HttpClientAgent client;
  private final Optional<String> authorization;

  VertxTransport(Vertx vertx, GatewaySettings settings, Lane lane) {
    this.vertx = vertx;
    this.settings = settings;
    this.client =
        vertx
            .httpClientBuilder()
            .with(clientOptions(settings))
            .with(poolOptions(settings.lane(lane)))
            .build();
    this.authorization = settings.token().map(token -> "Bearer " + token.value());
  }

  @Override
  public CompletionStage<Exchange> send(GatewayRequest request) {
    Buffer body = Buffer.buffer(request.body());
    var call = new VertxCall(vertx, client, options(request), body, settings);
    vertx.getOrCreateContext().runOnContext(_ -> call.start());
    return call.exchange();
  }

  @Override
  public void close() {
    client.close();
  }

  private RequestOptions options(GatewayRequest request) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setHost(settings.host())
            .setPort(settings.port())
            .setURI(settings.pathPrefix() + request.path())
            // How long a call may wait in the pool's queue before it leaves it.
            .setConnectTimeout(settings.responseTimeout().toMillis())
            .putHeader("Idempotency-Key", request.idempotencyKey())
            .putHeader("Accept", "application/json, application/problem+json");
    authorization.ifPresent(value -> options.putHeader("Authorization", value));
    if (request.body().length > 0) {
      options.putHeader("Content-Type", "application/json");
    }
    request
        .traceparent()
        .filter(value -> TRACEPARENT.matcher(value).matches())
        .ifPresent(value -> options.putHeader("traceparent", value));
    return options;
  }

  private static HttpClientOptions clientOptions(GatewaySettings settings) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(settings.https())
            .setConnectTimeout((int) settings.connectTimeout().toMillis())
            .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
            .setHttp2KeepAliveTimeout((int) KEEP_ALIVE.toSeconds());
    settings
        .trustedCertificates()
        .ifPresent(
            file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    if (settings.http2()) {
      options
          .setProtocolVersion(HttpVersion.HTTP_2)
          .setUseAlpn(settings.https())
          // Prior knowledge: an upgrade would send the first request in a form of its own.
          .setHttp2ClearTextUpgrade(false)
          .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION);
    }
    return options;
  }

  /// Every call that the gate lets in finds a connection or a place in the queue.
  private static PoolOptions poolOptions(LaneSettings lane) {
    int concurrency = lane.gate().concurrency();
    return new PoolOptions()
        .setHttp1MaxSize(lane.connections())
        .setHttp2MaxSize(Math.ceilDiv(concurrency, STREAMS_PER_CONNECTION))
        .setMaxWaitQueueSize(concurrency);
  }
}
