package dev.orderpipeline.simulation.gateways;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateways' event loop: one thread for all connections, so that entries group and order is
/// plain. Listening can be stopped and started without losing anything else.
final class GatewayVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(GatewayVerticle.class);

  private final GatewayOptions options;
  private final GatewayBooks books;
  private final LedgerFile ledger;
  private final FaultSwitch faults;
  private final CallCounters calls;
  private @Nullable Router router;
  private @Nullable HttpServer server;
  private volatile int port;

  GatewayVerticle(
      GatewayOptions options,
      GatewayBooks books,
      LedgerFile ledger,
      FaultSwitch faults,
      CallCounters calls) {
    this.options = options;
    this.books = books;
    this.ledger = ledger;
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public Future<?> start() {
    router = routes();
    return listen(options.port());
  }

  /// Completes with the port.
  Future<Integer> listen(int wanted) {
    HttpServer next = vertx.createHttpServer(serverOptions());
    server = next;
    return next.requestHandler(router)
        .exceptionHandler(e -> log.debug("connection to the gateways ended", e))
        .listen(wanted, options.host())
        .map(listening -> port = listening.actualPort());
  }

  /// Closes the port and every connection. Requests being worked on go on and have their effect.
  Future<Void> stopListening() {
    HttpServer current = server;
    server = null;
    return current == null ? Future.succeededFuture() : current.close();
  }

  /// The port listened on at last.
  int port() {
    return port;
  }

  /// Runs an action on the event loop.
  <T> CompletableFuture<T> onEventLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(_ -> action.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture();
  }

  private Router routes() {
    Workshop workshop =
        new Workshop(
            vertx,
            options,
            books,
            new GroupWriter(context, ledger),
            faults,
            new FaultDice(options.random()),
            new SilentResponses(vertx, options.silence(), options.maxSilent()),
            calls);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(EffectRequestJson.MAX_BYTES);
    Router routes = Router.router(vertx);
    for (Endpoint endpoint : Endpoint.values()) {
      EndpointHandler handler = new EndpointHandler(endpoint, workshop);
      if (endpoint.query()) {
        routes.get(endpoint.path() + ":key").handler(handler::admit).handler(handler::answer);
      } else {
        // Two routes, because within one the body would be read before anything else.
        routes.post(endpoint.path()).handler(handler::admit);
        routes.post(endpoint.path()).handler(body).handler(handler::answer);
      }
    }
    ControlHandler control = new ControlHandler(ledger, faults);
    routes.get("/ledger").handler(control::ledger);
    routes.get("/faults").handler(control::faults);
    routes.put("/faults").handler(body).handler(control::setFaults);
    routes.errorHandler(
        413, call -> Replies.send(call.response(), Problem.PAYLOAD_TOO_LARGE.answer()));
    routes.errorHandler(
        500,
        call -> {
          log.error("the simulated gateways failed", call.failure());
          Replies.send(call.response(), Problem.INTERNAL_ERROR.answer());
        });
    return routes;
  }

  private static HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(1_000))
        // Clients that give up on silent requests reset streams by the thousand; that is no attack.
        .setHttp2RstFloodMaxRstFramePerWindow(1_000_000);
  }
}
