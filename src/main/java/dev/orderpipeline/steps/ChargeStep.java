package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import java.util.Optional;

/// Captures the order's amount.
final class ChargeStep implements StepStrategy {

  @Override
  public Step step() {
    return Step.CHARGE;
  }

  @Override
  public String path() {
    return "/v2/charges";
  }

  @Override
  public Optional<String> queryPath() {
    return Optional.of("/v2/charges/by-key/");
  }

  @Override
  public byte[] body(Order order) {
    return Bodies.object(json -> {
      json.writeStringField("orderId", order.orderId());
      json.writeStringField("customerId", order.placed().customerId());
      Bodies.amount(json, order.placed().amount());
      if (order.placed().paymentMethodId().isPresent()) {
        json.writeStringField("paymentMethodId", order.placed().paymentMethodId().get());
      }
    });
  }

  @Override
  public Optional<Answer.Confirmed> confirmation(Order order, byte[] body) {
    return Bodies.read(body)
        .filter(json -> Bodies.is(json, "status", "CAPTURED"))
        .filter(json -> Bodies.is(json, "orderId", order.orderId()))
        .filter(json -> Bodies.isAmount(json.get("amount"), order.placed().amount()))
        .flatMap(json -> Bodies.reference(json, "transactionId"))
        .map(id -> new Answer.Confirmed("CAPTURED", Optional.of(id)));
  }
}
