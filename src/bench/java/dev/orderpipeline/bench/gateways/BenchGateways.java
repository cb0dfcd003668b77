package dev.orderpipeline.bench.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.simulation.gateways.Latency;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Both gateways in a process of their own, as cheap as they can be made: one event loop, no
/// router, no parser, one timer for all. They do what the contract says when all goes well, and
/// nothing else; for faults there is `order-pipeline gateways`.
///
/// Arguments: ledger file, latency. Says `ready URL`. Told so by a line on its stdin, it is `down`,
/// as a process that has ended: its connections are closed and new ones refused; what it was asked
/// before still happens, and nobody hears of it. Then it is `up` again, on the same port. It says
/// either when it is so.
public final class BenchGateways extends VerticleBase {

  private static final String HOST = "127.0.0.1";
  private static final long SEED = 20;

  private final Effects effects;
  private final Latency latency;
  private final Random random = new Random(SEED);
  private final DelayWheel wheel = new DelayWheel(millis());
  private final BatchedLedger ledger;
  private @Nullable HttpServer server;
  private int port;

  private BenchGateways(BatchedLedger ledger, Latency latency) {
    this.ledger = ledger;
    this.effects = new Effects(ledger);
    this.latency = latency;
  }

  public static void main(String[] args) throws IOException {
    BatchedLedger ledger = new BatchedLedger(Path.of(args[0]));
    BenchGateways gateways = new BenchGateways(ledger, Latency.parse(args[1]));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    Runtime.getRuntime().addShutdownHook(new Thread(gateways::closeLedger, "close-ledger"));
    var _ = vertx.deployVerticle(gateways).toCompletionStage().toCompletableFuture().join();
    try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        gateways.obey(line);
      }
    }
  }

  private void obey(String word) {
    switch (word) {
      case "down" -> context.runOnContext(_ -> down());
      case "up" -> context.runOnContext(_ -> listen().onSuccess(_ -> say("up")));
      default -> throw new IllegalArgumentException("nobody says '" + word + "' here");
    }
  }

  private void down() {
    Objects.requireNonNull(server, "it is up").close().onSuccess(_ -> say("down"));
  }

  @Override
  public Future<HttpServer> start() {
    vertx.setPeriodic(1, _ -> wheel.turn(millis()));
    return listen().onSuccess(_ -> say("ready http://" + HOST + ":" + port));
  }

  /// On any port the first time, on the same one after that.
  private Future<HttpServer> listen() {
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
        .requestHandler(this::serve)
        .listen(port, HOST)
        .onSuccess(listening -> {
          server = listening;
          port = listening.actualPort();
        });
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void serve(HttpServerRequest request) {
    long due = millis() + Math.round(latency.draw(random).toNanos() / 1e6);
    request.bodyHandler(body -> wheel.at(due, () -> answer(request, body)));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    @Nullable String key = request.getHeader("Idempotency-Key");
    @Nullable String path = request.path();
    @Nullable String answer =
        key == null || path == null ? null : effects.answer(path, key, body.toString());
    if (response.closed()) {
      return; // The caller has given up; the effect stands, as it would elsewhere.
    }
    if (answer == null) {
      response.setStatusCode(404).putHeader("Content-Type", "application/problem+json");
      var _ = response.end("{\"code\":\"not_found\"}");
    } else {
      response.putHeader("Content-Type", "application/json");
      var _ = response.end(answer);
    }
  }

  private void closeLedger() {
    try {
      ledger.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the end of the ledger is lost", e);
    }
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
