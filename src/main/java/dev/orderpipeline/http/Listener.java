package dev.orderpipeline.http;

import dev.orderpipeline.config.HttpSettings;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The listening socket. It is opened before there is a pipeline, whose address it is part of, and
/// answers 503 until the routes are there.
final class Listener {

  private static final long PATIENCE_SECONDS = 10;
  private static final int MAX_REQUEST_LINE = 4 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int IDLE_SECONDS = 120;
  private static final int MOST_STREAMS = 100;

  private final HttpSettings settings;
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> routes = Listener::starting;

  private Listener(HttpSettings settings, Optional<Tls> tls, Vertx vertx, Connections connections) {
    this.settings = settings;
    this.server =
        vertx
            .createHttpServer(options(tls))
            .connectionHandler(connections::opened)
            .requestHandler(request -> routes.handle(request));
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the port cannot be had
  static Listener start(
      HttpSettings settings, Optional<Tls> tls, Vertx vertx, Connections connections)
      throws IOException {
    try {
      Listener listener = new Listener(settings, tls, vertx, connections);
      listener
          .server
          .listen(settings.port(), settings.host())
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
      return listener;
    } catch (CompletionException e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; http.host and http.port say where"
              .formatted(settings.host(), settings.port(), e.getCause()),
          e);
    }
  }

  private static HttpServerOptions options(Optional<Tls> tls) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setDecompressionSupported(false);
    options.getInitialSettings().setMaxConcurrentStreams(MOST_STREAMS);
    tls.ifPresent(certificates ->
        options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificates.own()));
    return options;
  }

  void serve(Handler<HttpServerRequest> handler) {
    routes = handler;
  }

  int port() {
    return server.actualPort();
  }

  /// For people and programs of this machine.
  String url() {
    String scheme = settings.tls().isPresent() ? "https://" : "http://";
    String host = isWildcard() ? "127.0.0.1" : settings.host();
    return scheme + bracketed(host) + ":" + port();
  }

  /// `host:port` for other instances.
  ///
  /// @throws IOException if this machine does not know its own address
  String address() throws IOException {
    String host = settings.advertisedHost().orElse(settings.host());
    if (settings.advertisedHost().isEmpty() && isWildcard()) {
      host = InetAddress.getLocalHost().getHostAddress();
    }
    return bracketed(host) + ":" + port();
  }

  private boolean isWildcard() {
    return settings.host().equals("0.0.0.0") || settings.host().equals("::");
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static void starting(HttpServerRequest request) {
    boolean live = "/health/live".equals(request.path());
    request
        .response()
        .setStatusCode(live ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("Retry-After", "1")
        .end(live ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
  }
}
