package dev.orderpipeline.bench.restate.service;

import dev.orderpipeline.domain.IdempotencyKeys;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.util.concurrent.Executors;

/// The process that Restate calls. Arguments: run id, Kafka's bootstrap servers, base URL of the
/// gateways, topic of the outcomes. Says `ready PORT`.
public final class SagaService {

  private static final String HOST = "127.0.0.1";

  private SagaService() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Outcomes outcomes = new Outcomes(args[1], args[3]);
    Gateways gateways = new Gateways(vertx, URI.create(args[2]), new IdempotencyKeys(args[0]));
    // The SDK's own default is a platform thread for each handler that runs.
    var handlers = Executors.newVirtualThreadPerTaskExecutor();
    Endpoint endpoint =
        Endpoint.bind(new OrderSaga(gateways, outcomes).definition(handlers)).build();
    // As the SDK starts one, but on loopback only.
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(0)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(Integer.MAX_VALUE));
    HttpServer server =
        RestateHttpServer.fromEndpoint(vertx, endpoint, options)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Runtime.getRuntime().addShutdownHook(new Thread(outcomes::close, "close-outcomes"));
    System.out.println("ready " + server.actualPort());
    System.out.flush();
  }
}
