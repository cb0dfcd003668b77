package dev.orderpipeline.http;

import dev.orderpipeline.gateways.GateStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Answers whether the pipeline runs and how its gateways are: `GET /health/live`, `GET
/// /health/ready`, `GET /gateways`. Reads only, on the loopback address.
public final class StatusServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer server;

  private StatusServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @param port 0 for any that is free
  /// @param ready whether all partitions are restored and being processed
  /// @throws IOException if the port cannot be had
  public static StatusServer start(
      int port, BooleanSupplier ready, Supplier<List<GateStatus>> gates) throws IOException {
    Vertx vertx = Vertx.vertx();
    Router routes = Router.router(vertx);
    routes.get("/health/live").handler(call -> health(call, true));
    routes.get("/health/ready").handler(call -> health(call, ready.getAsBoolean()));
    routes.get("/gateways").handler(call -> call.json(gateways(gates.get())));
    try {
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(routes)
              .listen(port, LOOPBACK)
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      return new StatusServer(vertx, server);
    } catch (CompletionException e) {
      vertx.close();
      throw new IOException("cannot listen on " + LOOPBACK + ":" + port + ": " + e.getCause(), e);
    }
  }

  public String url() {
    return "http://" + LOOPBACK + ":" + server.actualPort();
  }

  private static void health(RoutingContext call, boolean up) {
    call.response().setStatusCode(up ? 200 : 503);
    call.json(new JsonObject().put("status", up ? "UP" : "DOWN"));
  }

  private static JsonArray gateways(List<GateStatus> gates) {
    JsonArray all = new JsonArray();
    for (GateStatus gate : gates) {
      JsonObject one =
          new JsonObject()
              .put("gateway", gate.gateway().label())
              .put("lane", gate.lane().label())
              .put("breaker", gate.breaker().label())
              .put("since", gate.since().toString())
              .put("inFlight", gate.inFlight())
              .put("limit", gate.limit())
              .put("paused", gate.paused());
      gate.failureRatePercent().ifPresent(rate -> one.put("failureRatePercent", rate));
      all.add(one);
    }
    return all;
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
