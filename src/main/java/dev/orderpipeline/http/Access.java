package dev.orderpipeline.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Decides who may do what, before anything of the request's body is read.
final class Access {

  private static final String SCHEME = "bearer ";
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Tokens tokens;
  private final FailedLogins failed;
  private final boolean loopback;

  /// Decides by tokens.
  ///
  /// @param loopback whether only processes of this machine can connect
  Access(Tokens tokens, FailedLogins failed, boolean loopback) {
    this.tokens = tokens;
    this.failed = failed;
    this.loopback = loopback;
  }

  /// Why the client may not, or empty.
  Optional<Problem> check(HttpServerRequest request, Right right) {
    if (isForeign(request)) {
      return Optional.of(foreign());
    }
    if (!tokens.guards(right)) {
      return Optional.empty();
    }
    if (!tokens.has(Right.ADMIN) && right == Right.ADMIN) {
      return Optional.of(
          Problem.of(
              403,
              "operations_disabled",
              "this service has no admin token; set ORDER_PIPELINE_HTTP_ADMIN_TOKEN to allow"
                  + " operations"));
    }
    return byToken(request, token -> judge(tokens.rights(token), right, request));
  }

  /// Whether another instance asks.
  Optional<Problem> checkPeer(HttpServerRequest request) {
    if (isForeign(request)) {
      return Optional.of(foreign());
    }
    if (tokens.peer().isEmpty()) {
      return Optional.empty();
    }
    return byToken(
        request, token -> tokens.isPeer(token) ? Optional.empty() : Optional.of(wrong(request)));
  }

  private Optional<Problem> byToken(HttpServerRequest request, Judge judge) {
    OptionalInt barred = failed.barred(address(request));
    if (barred.isPresent()) {
      return Optional.of(
          Problem.later(
              429,
              "too_many_failed_logins",
              "too many wrong tokens came from this address",
              barred.getAsInt()));
    }
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      return Optional.of(
          Problem.of(401, "token_missing", "Authorization must be 'Bearer' and a token"));
    }
    return judge.judge(token.get());
  }

  private interface Judge {
    Optional<Problem> judge(String token);
  }

  private Optional<Problem> judge(Set<Right> has, Right right, HttpServerRequest request) {
    if (has.contains(right)) {
      return Optional.empty();
    }
    return Optional.of(
        has.isEmpty()
            ? wrong(request)
            : Problem.of(
                403,
                "forbidden",
                "the token is good, but not for this; the right it takes is '%s'"
                    .formatted(right.scheme())));
  }

  private Problem wrong(HttpServerRequest request) {
    failed.failed(address(request));
    return Problem.of(401, "token_wrong", "the token in Authorization is not the right one");
  }

  private static Optional<String> token(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(value -> !value.isEmpty());
  }

  private static String address(HttpServerRequest request) {
    return String.valueOf(request.remoteAddress().hostAddress());
  }

  /// On a loopback address, a web page elsewhere could have the browser ask under a name of its own
  /// that points here.
  private boolean isForeign(HttpServerRequest request) {
    if (!loopback) {
      return false;
    }
    var authority = request.authority();
    return authority == null || !OWN_NAMES.contains(authority.host());
  }

  private static Problem foreign() {
    return Problem.of(
        403,
        "foreign_host",
        "this service is on a loopback address and answers to localhost, 127.0.0.1 and [::1] only");
  }
}
