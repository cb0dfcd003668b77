package dev.orderpipeline.simulation.gateways;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/// Answers on the wire. An answer to a client that is gone goes nowhere.
final class Replies {

  private static final String RETRY_AFTER_SECONDS = "1";

  private Replies() {}

  static void send(HttpServerResponse response, GatewayAnswer answer) {
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
    if (answer.status() == 429 || answer.status() == 503) {
      response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    response.end(Buffer.buffer(answer.body()));
  }

  static void sendGarbage(HttpServerResponse response, String body) {
    if (!response.closed() && !response.ended()) {
      response.setStatusCode(200).putHeader("Content-Type", "application/json").end(body);
    }
  }

  static byte[] body(RoutingContext call) {
    Buffer body = call.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }
}
