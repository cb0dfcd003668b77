package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.OptionalInt;

/// Why a request is refused, as `application/problem+json` (RFC 9457).
///
/// @param code stable, for programs
/// @param detail for people: names what was wrong and what to do, never what was sent
/// @param retryAfterSeconds when it may be tried again
record Problem(int status, String code, String detail, OptionalInt retryAfterSeconds) {

  static final String CONTENT_TYPE = "application/problem+json";

  static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, OptionalInt.empty());
  }

  /// For what may be tried again.
  static Problem later(int status, String code, String detail, int seconds) {
    return new Problem(status, code, detail, OptionalInt.of(seconds));
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "about:blank")
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("code", code)
        .put("detail", detail);
  }
}
