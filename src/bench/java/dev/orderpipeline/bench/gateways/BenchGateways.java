package dev.orderpipeline.bench.gateways;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Both gateways in a process of their own, as cheap as they can be made: one event loop, no
/// router, no parser, one timer for all. They do what the contract says when all goes well, and
/// nothing else; for faults there is `order-pipeline gateways`.
///
/// Arguments: ledger file, latency. Says `ready URL`.
public final class BenchGateways extends VerticleBase {

  private static final String HOST = "127.0.0.1";
  private static final long SEED = 20;

  private final Effects effects;
  private final Latency latency;
  private final Random random = new Random(SEED);
  private final DelayWheel wheel = new DelayWheel(millis());
  private final BatchedLedger ledger;

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
  }

  @Override
  public Future<HttpServer> start() {
    vertx.setPeriodic(1, _ -> wheel.turn(millis()));
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
        .requestHandler(this::serve)
        .listen(0, HOST)
        .onSuccess(server -> {
          System.out.println("ready http://" + HOST + ":" + server.actualPort());
          System.out.flush();
        });
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
