package dev.orderpipeline.gateways;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/// A server on a free local port that does what a test tells it to.
final class ScriptedServer {

  private ScriptedServer() {}

  /// Speaks HTTP/1.1, and HTTP/2 with prior knowledge.
  static URI http(Vertx vertx, Handler<HttpServerRequest> script) throws Exception {
    return http(vertx, new HttpServerOptions(), script);
  }

  static URI http(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> script)
      throws Exception {
    var server = vertx.createHttpServer(options).requestHandler(script);
    int port = await(server.listen(0, "127.0.0.1")).actualPort();
    return URI.create((options.isSsl() ? "https" : "http") + "://127.0.0.1:" + port);
  }

  /// Speaks whatever the script writes. A socket that the script closes is reset, not ended.
  static URI raw(Vertx vertx, Handler<NetSocket> script) throws Exception {
    var server = vertx.createNetServer(new NetServerOptions().setSoLinger(0));
    server.connectHandler(script);
    return URI.create("http://127.0.0.1:" + await(server.listen(0, "127.0.0.1")).actualPort());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }
}
