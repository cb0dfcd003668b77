package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.gateways.Exchange;
import java.util.Optional;

/// What becomes of one request on its way to a gateway and back.
enum CallFate {
  ANSWERED(Arrival.ONCE, Back.OWN),
  /// The gateway works on it for longer than the client waits.
  SLOW(Arrival.ONCE, Back.OWN),
  REQUEST_LOST(Arrival.NEVER, Back.NOTHING),
  ANSWER_LOST(Arrival.ONCE, Back.NOTHING),
  /// It arrives twice; the answer that is back first counts.
  DUPLICATED(Arrival.TWICE, Back.OWN),
  /// It arrives long after the client has given up on it.
  LATE(Arrival.LATE, Back.NOTHING),
  /// The client notices only long after it should have.
  HUNG(Arrival.ONCE, Back.NOTHING),
  NOT_SENT(Arrival.NEVER, Back.REFUSED),
  RESET(Arrival.NEVER, Back.CUT),
  RESET_AFTER_EFFECT(Arrival.ONCE, Back.CUT),
  ERROR(Arrival.NEVER, Back.HTTP_500),
  ERROR_AFTER_EFFECT(Arrival.ONCE, Back.HTTP_500),
  BAD_GATEWAY_AFTER_EFFECT(Arrival.ONCE, Back.HTTP_502),
  UNAVAILABLE(Arrival.NEVER, Back.HTTP_503_RETRY_AFTER),
  UNAVAILABLE_AFTER_EFFECT(Arrival.ONCE, Back.HTTP_503),
  THROTTLED(Arrival.NEVER, Back.HTTP_429),
  UNAUTHORIZED(Arrival.NEVER, Back.HTTP_401),
  GARBAGE(Arrival.NEVER, Back.GARBAGE),
  GARBAGE_AFTER_EFFECT(Arrival.ONCE, Back.GARBAGE),
  PROXY_PAGE(Arrival.NEVER, Back.PROXY_404),
  REJECTED(Arrival.NEVER, Back.HTTP_400),
  IN_FLIGHT(Arrival.NEVER, Back.HTTP_409);

  /// How the request reaches the gateway.
  enum Arrival {
    NEVER,
    ONCE,
    TWICE,
    LATE
  }

  /// What comes back.
  enum Back {
    /// What the gateway itself says.
    OWN,
    NOTHING,
    REFUSED,
    CUT,
    HTTP_400,
    HTTP_401,
    PROXY_404,
    HTTP_409,
    HTTP_429,
    HTTP_500,
    HTTP_502,
    HTTP_503,
    HTTP_503_RETRY_AFTER,
    GARBAGE
  }

  private final Arrival arrival;
  private final Back back;

  CallFate(Arrival arrival, Back back) {
    this.arrival = arrival;
    this.back = back;
  }

  Arrival arrival() {
    return arrival;
  }

  boolean repliesByItself() {
    return back != Back.OWN && back != Back.NOTHING;
  }

  boolean losesTheAnswer() {
    return back == Back.NOTHING;
  }

  /// What comes back in place of the gateway's own answer.
  Exchange reply() {
    return switch (back) {
      case OWN, NOTHING -> throw new IllegalStateException(this + " makes up no reply");
      case REFUSED -> new Exchange.NotSent("connection_refused");
      case CUT -> new Exchange.NoReply("connection_reset");
      case HTTP_400 -> problem(400, "malformed_request", Optional.empty());
      case HTTP_401 -> problem(401, "unauthorized", Optional.empty());
      case PROXY_404 -> page(404);
      case HTTP_409 -> problem(409, "request_in_flight", Optional.empty());
      case HTTP_429 -> problem(429, "rate_limited", Optional.of("1"));
      case HTTP_500 -> problem(500, "internal_error", Optional.empty());
      case HTTP_502 -> page(502);
      case HTTP_503 -> page(503);
      case HTTP_503_RETRY_AFTER -> problem(503, "service_unavailable", Optional.of("2"));
      case GARBAGE -> page(200);
    };
  }

  private static Exchange problem(int status, String code, Optional<String> retryAfter) {
    return new Exchange.Replied(
        status,
        Optional.of("application/problem+json"),
        retryAfter,
        ("{\"title\":\"simulated\",\"code\":\"" + code + "\"}").getBytes(UTF_8),
        true);
  }

  private static Exchange page(int status) {
    return new Exchange.Replied(
        status,
        Optional.of("text/html"),
        Optional.empty(),
        "<html><body>It works!</body></html>".getBytes(UTF_8),
        true);
  }
}
