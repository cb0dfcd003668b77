package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import java.util.Optional;

/// Gives back whatever the charge captured, and bars the charge's key against a late original.
final class RefundStep implements StepStrategy {

  @Override
  public Step step() {
    return Step.REFUND;
  }

  @Override
  public String path() {
    return "/v2/refunds";
  }

  @Override
  public Optional<String> queryPath() {
    return Optional.empty();
  }

  @Override
  public byte[] body(Order order) {
    StepRun charge = order.run(Step.CHARGE).orElseThrow();
    return Bodies.object(json -> {
      json.writeStringField("orderId", order.orderId());
      json.writeStringField("chargeKey", charge.key());
      if (charge.reference().isPresent()) {
        json.writeStringField("transactionId", charge.reference().get());
      }
      Bodies.amount(json, order.placed().amount());
    });
  }

  @Override
  public Optional<Answer.Confirmed> confirmation(Order order, byte[] body) {
    return Undone.read(body, "REFUNDED", "NOTHING_TO_REFUND", "refundId");
  }
}
