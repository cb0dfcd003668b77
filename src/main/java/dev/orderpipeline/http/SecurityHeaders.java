package dev.orderpipeline.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/// What every answer tells browsers: run nothing, embed nowhere, keep nothing, guess nothing. A
/// page that needs more sets its own policy over this one.
record SecurityHeaders(boolean tls) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext call) {
    MultiMap headers = call.response().headers();
    headers
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Cache-Control", "no-store");
    if (tls) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    call.next();
  }
}
