package dev.orderpipeline.simulation.gateways;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Requests that get no answer. Each keeps its connection until the client gives up or the longest
/// silence has passed; beyond the limit a request is reset at once. Used on one event loop only.
final class SilentResponses {

  private final Vertx vertx;
  private final Duration longest;
  private final int limit;
  private final Set<HttpServerResponse> silent = new HashSet<>();

  SilentResponses(Vertx vertx, Duration longest, int limit) {
    this.vertx = vertx;
    this.longest = longest;
    this.limit = limit;
  }

  void keep(HttpServerResponse response) {
    if (response.closed()) {
      return;
    }
    if (silent.size() >= limit) {
      response.reset();
      return;
    }
    silent.add(response);
    long timer = vertx.setTimer(longest.toMillis(), _ -> response.reset());
    response.closeHandler(_ -> {
      vertx.cancelTimer(timer);
      silent.remove(response);
    });
  }
}
