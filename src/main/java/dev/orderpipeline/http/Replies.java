package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// Writes answers. A client that has gone meanwhile gets none.
final class Replies {

  private Replies() {}

  static void json(RoutingContext call, int status, JsonNode body) {
    send(call, status, "application/json", Buffer.buffer(body.toString().getBytes(UTF_8)));
  }

  static void problem(RoutingContext call, Problem problem) {
    problem
        .retryAfterSeconds()
        .ifPresent(
            seconds -> call.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    if (problem.status() == 401) {
      call.response().putHeader("WWW-Authenticate", "Bearer");
    }
    send(
        call,
        problem.status(),
        Problem.CONTENT_TYPE,
        Buffer.buffer(problem.json().toString().getBytes(UTF_8)));
  }

  static void send(RoutingContext call, int status, String contentType, Buffer body) {
    if (call.response().ended() || call.response().closed()) {
      return;
    }
    call.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .end(body);
  }
}
