package dev.orderpipeline.simulation.gateways;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Everything a gateway can answer that is not a success, as `application/problem+json`.
public enum Problem {
  MALFORMED_REQUEST(400, "The request is malformed"),
  IDEMPOTENCY_KEY_MISSING(400, "The header Idempotency-Key is missing, empty or too long"),
  UNAUTHORIZED(401, "The bearer token is missing or not accepted"),
  CARD_DECLINED(402, "The card was declined"),
  INSUFFICIENT_FUNDS(402, "The account has insufficient funds"),
  NOT_FOUND(404, "Nothing stands under this key"),
  REQUEST_IN_FLIGHT(409, "A request with this key is being worked on"),
  KEY_BARRED(410, "This key was undone and is refused for good"),
  PAYLOAD_TOO_LARGE(413, "The request is too large"),
  OUT_OF_STOCK(422, "Not enough of an item is in stock"),
  IDEMPOTENCY_KEY_REUSED(422, "This key was used with another payload"),
  UNDO_OF_ANOTHER_ORDER(422, "The key to undo belongs to another order"),
  REFUND_EXCEEDS_CHARGE(422, "The refund is more than was charged, or in another currency"),
  RELEASE_DIFFERS_FROM_RESERVATION(422, "The items to release are not those reserved"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL_ERROR(500, "The gateway failed"),
  LEDGER_UNAVAILABLE(503, "The gateway cannot write its ledger"),
  SERVICE_UNAVAILABLE(503, "The gateway is unavailable");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  /// `card_declined` and so on.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public GatewayAnswer answer() {
    return answer(body());
  }

  /// The answer with a sentence of its own.
  ///
  /// @param detail which part was wrong; never a value out of an order
  public GatewayAnswer answer(String detail) {
    return answer(body().put("detail", detail));
  }

  private GatewayAnswer answer(ObjectNode body) {
    return new GatewayAnswer(status, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode body() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("code", code());
  }
}
