package dev.orderpipeline.simulation.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Requests as a client would send them.
final class Requests {

  private Requests() {}

  static String chargeBody(String orderId, long value) {
    return chargeBody(orderId, value, "pm_1");
  }

  static String chargeBody(String orderId, long value, String paymentMethodId) {
    return """
    {"orderId":"%s","customerId":"c-7","amount":{"value":%d,"currency":"EUR"},"paymentMethodId":"%s"}\
    """
        .formatted(orderId, value, paymentMethodId);
  }

  static String refundBody(String orderId, String chargeKey, long value) {
    return """
    {"orderId":"%s","chargeKey":"%s","amount":{"value":%d,"currency":"EUR"}}\
    """
        .formatted(orderId, chargeKey, value);
  }

  static String reserveBody(String orderId, String sku, int quantity) {
    return """
    {"orderId":"%s","items":[{"sku":"%s","quantity":%d}]}\
    """
        .formatted(orderId, sku, quantity);
  }

  static String releaseBody(String orderId, String reservationKey, String sku, int quantity) {
    return """
    {"orderId":"%s","reservationKey":"%s","items":[{"sku":"%s","quantity":%d}]}\
    """
        .formatted(orderId, reservationKey, sku, quantity);
  }

  static EffectRequest charge(String key, String orderId, long value) {
    return parse(Endpoint.CHARGES, key, chargeBody(orderId, value));
  }

  static EffectRequest refund(String key, String orderId, String chargeKey, long value) {
    return parse(Endpoint.REFUNDS, key, refundBody(orderId, chargeKey, value));
  }

  static EffectRequest reserve(String key, String orderId, String sku, int quantity) {
    return parse(Endpoint.RESERVATIONS, key, reserveBody(orderId, sku, quantity));
  }

  static EffectRequest release(
      String key, String orderId, String reservationKey, String sku, int quantity) {
    return parse(Endpoint.RELEASES, key, releaseBody(orderId, reservationKey, sku, quantity));
  }

  static EffectRequest parse(Endpoint endpoint, String key, String body) {
    return switch (EffectRequestJson.parse(endpoint, key, body.getBytes(UTF_8))) {
      case EffectRequestJson.Parsed.Valid(EffectRequest request) -> request;
      case EffectRequestJson.Parsed.Malformed(String detail) -> throw new AssertionError(detail);
    };
  }
}
