package dev.orderpipeline.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;
import java.util.Optional;

/// Requests that tests send. A 2xx body is taken as matching if it contains `CAPTURED`.
final class Requests {

  static final String KEY = "charge-5f0c";
  static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  static final Answer.Confirmed CONFIRMED = new Answer.Confirmed("CAPTURED", Optional.of("tx_1"));

  private Requests() {}

  static GatewayRequest charge(String path) {
    return request("POST", path, "{\"orderId\":\"o-1\"}".getBytes(UTF_8), Step.CHARGE);
  }

  static GatewayRequest refund(String path) {
    return request("POST", path, "{\"orderId\":\"o-1\"}".getBytes(UTF_8), Step.REFUND);
  }

  static GatewayRequest query(String path) {
    return request("GET", path, new byte[0], Step.CHARGE);
  }

  private static GatewayRequest request(String method, String path, byte[] body, Step step) {
    return new GatewayRequest(
        step,
        method,
        path,
        KEY,
        body,
        Optional.of(TRACEPARENT),
        reply ->
            new String(reply, UTF_8).contains("CAPTURED")
                ? Optional.of(CONFIRMED)
                : Optional.empty());
  }
}
