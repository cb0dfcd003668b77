package dev.orderpipeline.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderpipeline.domain.Lane;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way in which a request can fail, against real sockets.
class VertxTransportTest {

  private static final String CAPTURED = "{\"status\":\"CAPTURED\"}";

  /// Long enough to be sure that what ends earlier did not end by it.
  private static final Duration PATIENT = Duration.ofSeconds(20);

  /// Still long enough for a cold JVM to connect in.
  private static final Duration IMPATIENT = Duration.ofMillis(1500);

  private static final TestCertificate CERTIFICATE = TestCertificate.create();

  private final Vertx vertx = Vertx.vertx();
  private final List<VertxTransport> transports = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    transports.forEach(VertxTransport::close);
    ScriptedServer.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsWhatTheContractAsksFor(boolean http2) throws Exception {
    Map<String, String> seen = new ConcurrentHashMap<>();
    URI url =
        ScriptedServer.http(
            vertx,
            request -> {
              request
                  .headers()
                  .forEach(h -> seen.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
              seen.put("version", request.version().name());
              seen.put("line", request.method() + " " + request.uri());
              request
                  .body()
                  .onSuccess(body -> {
                    seen.put("body", body.toString());
                    request.response().putHeader("Retry-After", "3").end(CAPTURED);
                  });
            });
    var transport = transport(settings(URI.create(url + "/prefix/"), PATIENT, http2));

    assertThat(send(transport, Requests.charge("/v2/charges")))
        .isInstanceOfSatisfying(
            Exchange.Replied.class,
            reply -> {
              assertThat(reply.status()).isEqualTo(200);
              assertThat(reply.retryAfter()).contains("3");
              assertThat(reply.contentType()).isEmpty();
              assertThat(new String(reply.body(), UTF_8)).isEqualTo(CAPTURED);
              assertThat(reply.complete()).isTrue();
            });
    assertThat(seen)
        .containsEntry("version", (http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1).name())
        .containsEntry("line", "POST /prefix/v2/charges")
        .containsEntry("body", "{\"orderId\":\"o-1\"}")
        .containsEntry("authorization", "Bearer s3cret")
        .containsEntry("idempotency-key", Requests.KEY)
        .containsEntry("traceparent", Requests.TRACEPARENT)
        .containsEntry("content-type", "application/json")
        .containsEntry("accept", "application/json, application/problem+json");
  }

  @Test
  void malformedTraceContextDoesNotTravel() throws Exception {
    Queue<Boolean> traced = new ConcurrentLinkedQueue<>();
    URI url =
        ScriptedServer.http(
            vertx,
            request -> {
              traced.add(request.headers().contains("traceparent"));
              request.response().end(CAPTURED);
            });
    GatewayRequest r = Requests.query("/q");
    GatewayRequest hostile =
        new GatewayRequest(
            r.step(),
            r.method(),
            r.path(),
            r.idempotencyKey(),
            r.body(),
            Optional.of("00-x\r\nEvil: yes"),
            r.confirmation());
    assertThat(send(transport(settings(url, PATIENT, false)), hostile))
        .isInstanceOf(Exchange.Replied.class);
    assertThat(traced).containsExactly(false);
  }

  @Test
  void keepsConnectionsAlive() throws Exception {
    Queue<Integer> ports = new ConcurrentLinkedQueue<>();
    URI url =
        ScriptedServer.http(
            vertx,
            request -> {
              ports.add(request.remoteAddress().port());
              request.response().end(CAPTURED);
            });
    var transport = transport(settings(url, PATIENT, false));
    for (int i = 0; i < 5; i++) {
      send(transport, Requests.charge("/"));
    }
    assertThat(ports).hasSize(5).containsOnly(ports.element());
  }

  @Test
  void refusedConnectionIsNotSent() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(exchange(URI.create("http://127.0.0.1:" + port)))
        .isEqualTo(new Exchange.NotSent("connection_refused"));
  }

  @Test
  void unknownHostIsNotSent() throws Exception {
    // How fast a resolver says no is not ours to know.
    var settings =
        settings(URI.create("http://no-such-host.invalid"), Duration.ofSeconds(3), false);
    assertThat(send(transport(settings), Requests.charge("/")))
        .isIn(new Exchange.NotSent("unknown_host"), new Exchange.NotSent("no_connection_in_time"));
  }

  @Test
  void failedTlsHandshakeIsNotSent() throws Exception {
    URI url = ScriptedServer.raw(vertx, socket -> socket.write("this is not TLS\r\n\r\n"));
    assertThat(exchange(URI.create("https://127.0.0.1:" + url.getPort())))
        .isEqualTo(new Exchange.NotSent("tls_handshake_failed"));
  }

  @Test
  void silentTlsHandshakeIsNotSent() throws Exception {
    URI url = ScriptedServer.raw(vertx, _ -> {});
    URI https = URI.create("https://127.0.0.1:" + url.getPort());
    assertThat(send(transport(settings(https, IMPATIENT, false)), Requests.charge("/")))
        .isEqualTo(new Exchange.NotSent("no_connection_in_time"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silenceIsNoReply(boolean http2) throws Exception {
    URI url = ScriptedServer.http(vertx, _ -> {});
    assertThat(send(transport(settings(url, IMPATIENT, http2)), Requests.charge("/")))
        .isEqualTo(new Exchange.NoReply("response_timeout"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bodyThatNeverEndsIsNoReply(boolean http2) throws Exception {
    URI url =
        ScriptedServer.http(
            vertx,
            request -> {
              request.response().setChunked(true).write("{");
              vertx.setPeriodic(50, _ -> request.response().write(" "));
            });
    assertThat(send(transport(settings(url, IMPATIENT, http2)), Requests.charge("/")))
        .isEqualTo(new Exchange.NoReply("response_timeout"));
  }

  @Test
  void closeWithoutReplyIsNoReply() throws Exception {
    URI url = ScriptedServer.http(vertx, request -> request.connection().close());
    assertThat(exchange(url)).isEqualTo(new Exchange.NoReply("connection_closed"));
  }

  @Test
  void resetWithoutReplyIsNoReply() throws Exception {
    URI url = ScriptedServer.raw(vertx, socket -> socket.handler(_ -> socket.close()));
    assertThat(exchange(url)).isInstanceOf(Exchange.NoReply.class);
  }

  @Test
  void resetWithinTheBodyIsNoReply() throws Exception {
    String start = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + CAPTURED;
    URI url =
        ScriptedServer.raw(
            vertx,
            socket -> socket.handler(_ -> socket.write(start).onComplete(_ -> socket.close())));
    assertThat(exchange(url)).isInstanceOf(Exchange.NoReply.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x2 /* INTERNAL_ERROR */, 0x7 /* REFUSED_STREAM */, 0x8 /* CANCEL */})
  void resetStreamIsNoReply(long code) throws Exception {
    URI url = ScriptedServer.http(vertx, request -> request.response().reset(code));
    assertThat(send(transport(settings(url, PATIENT, true)), Requests.charge("/")))
        .isEqualTo(new Exchange.NoReply("stream_reset"));
  }

  @Test
  void whatIsNotHttpIsNoReply() throws Exception {
    URI url =
        ScriptedServer.raw(
            vertx, socket -> socket.handler(_ -> socket.write("220 mail ready\r\n\r\n\r\n")));
    assertThat(exchange(url)).isEqualTo(new Exchange.NoReply("malformed_reply"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hugeBodyIsCutOff(boolean http2) throws Exception {
    URI url =
        ScriptedServer.http(
            vertx, request -> request.response().end(Buffer.buffer(new byte[8 * 1024 * 1024])));
    var transport = transport(settings(url, PATIENT, http2));
    assertThat(send(transport, Requests.charge("/")))
        .isInstanceOfSatisfying(
            Exchange.Replied.class,
            reply -> {
              assertThat(reply.status()).isEqualTo(200);
              assertThat(reply.complete()).isFalse();
              assertThat(reply.body()).isEmpty();
            });
  }

  @Test
  void bodyOfTheExactLimitIsRead() throws Exception {
    URI url =
        ScriptedServer.http(
            vertx, request -> request.response().end(Buffer.buffer(new byte[64 * 1024])));
    assertThat(exchange(url))
        .isInstanceOfSatisfying(
            Exchange.Replied.class,
            reply -> {
              assertThat(reply.complete()).isTrue();
              assertThat(reply.body()).hasSize(64 * 1024);
            });
  }

  /// One connection, held by a call that hangs: the next one never leaves, and its place in the
  /// pool is not lost.
  @Test
  void waitForAConnectionIsNotSentAndLeaksNothing() throws Exception {
    Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    URI url =
        ScriptedServer.http(
            vertx,
            request -> {
              requests.add(request);
              if (request.uri().equals("/answered")) {
                request.response().end(CAPTURED);
              }
            });
    var transport = transport(settings(url, IMPATIENT, false, 1));
    var hangs = transport.send(Requests.charge("/hangs")).toCompletableFuture();
    await().until(() -> requests.size() == 1);
    // Sent a little later, these end by time while the connection is handed over.
    List<CompletableFuture<Exchange>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(transport.send(Requests.charge("/waits")).toCompletableFuture());
    }
    assertThat(hangs.get(5, SECONDS)).isEqualTo(new Exchange.NoReply("response_timeout"));
    for (CompletableFuture<Exchange> each : waiting) {
      Exchange exchange = each.get(5, SECONDS);
      assertThat(exchange)
          .isIn(
              new Exchange.NotSent("no_connection_in_time"),
              new Exchange.NoReply("response_timeout"));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(send(transport, Requests.charge("/answered")))
          .isInstanceOf(Exchange.Replied.class);
    }
  }

  @Test
  void fullQueueIsNotSent() throws Exception {
    URI url = ScriptedServer.http(vertx, _ -> {});
    var transport = transport(settings(url, Duration.ofSeconds(1), false, 1));
    List<CompletableFuture<Exchange>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(transport.send(Requests.charge("/")).toCompletableFuture());
    }
    List<Exchange> exchanges = new ArrayList<>();
    for (CompletableFuture<Exchange> call : calls) {
      exchanges.add(call.get(10, SECONDS));
    }
    assertThat(exchanges).contains(new Exchange.NotSent("connection_pool_full"));
  }

  @Test
  void closingEndsCallsUnderWay() throws Exception {
    Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    URI url = ScriptedServer.http(vertx, requests::add);
    var transport = transport(settings(url, PATIENT, false));
    var call = transport.send(Requests.charge("/")).toCompletableFuture();
    await().until(() -> !requests.isEmpty());
    transport.close();
    assertThat(call.get(5, SECONDS)).isEqualTo(new Exchange.NoReply("connection_closed"));
    assertThat(transport.send(Requests.charge("/")).toCompletableFuture()).failsWithin(5, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void speaksTlsToWhomItTrusts(boolean http2) throws Exception {
    Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
    URI url =
        ScriptedServer.http(
            vertx,
            new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                    new PfxOptions()
                        .setPath(CERTIFICATE.keyStore().toString())
                        .setPassword(TestCertificate.PASSWORD)),
            request -> {
              versions.add(request.version());
              request.response().end(CAPTURED);
            });
    var trusting = settings(url, PATIENT, http2, 4, Optional.of(CERTIFICATE.pem()));
    assertThat(send(transport(trusting), Requests.charge("/")))
        .isInstanceOf(Exchange.Replied.class);
    assertThat(versions).containsExactly(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1);
    assertThat(send(transport(settings(url, PATIENT, http2)), Requests.charge("/")))
        .isEqualTo(new Exchange.NotSent("tls_handshake_failed"));
  }

  private Exchange exchange(URI url) throws Exception {
    return send(transport(settings(url, PATIENT, false)), Requests.charge("/"));
  }

  private static Exchange send(Transport transport, GatewayRequest request) throws Exception {
    return transport.send(request).toCompletableFuture().get(PATIENT.toSeconds() / 2, SECONDS);
  }

  private VertxTransport transport(GatewaySettings settings) {
    VertxTransport transport = new VertxTransport(vertx, settings, Lane.FORWARD);
    transports.add(transport);
    return transport;
  }

  private static GatewaySettings settings(URI url, Duration responseTimeout, boolean http2) {
    return settings(url, responseTimeout, http2, 4);
  }

  private static GatewaySettings settings(
      URI url, Duration responseTimeout, boolean http2, int connections) {
    return settings(url, responseTimeout, http2, connections, Optional.empty());
  }

  private static GatewaySettings settings(
      URI url, Duration responseTimeout, boolean http2, int connections, Optional<Path> trusted) {
    LaneSettings lane =
        new LaneSettings(
            connections,
            new GateSettings(20, 10, Duration.ofMillis(500), BreakerSettings.DEFAULTS));
    return new GatewaySettings(
        url,
        Optional.of(new Secret("s3cret")),
        trusted,
        http2,
        PATIENT,
        responseTimeout,
        64 * 1024,
        Duration.ofMinutes(1),
        lane,
        lane);
  }
}
