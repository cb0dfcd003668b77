package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import java.util.Optional;

/// Gives back whatever was reserved, and bars the reservation's key against a late original.
final class ReleaseStep implements StepStrategy {

  @Override
  public Step step() {
    return Step.RELEASE;
  }

  @Override
  public String path() {
    return "/v2/releases";
  }

  @Override
  public Optional<String> queryPath() {
    return Optional.empty();
  }

  @Override
  public byte[] body(Order order) {
    StepRun reserve = order.run(Step.RESERVE).orElseThrow();
    return Bodies.object(json -> {
      json.writeStringField("orderId", order.orderId());
      json.writeStringField("reservationKey", reserve.key());
      if (reserve.reference().isPresent()) {
        json.writeStringField("reservationId", reserve.reference().get());
      }
      Bodies.items(json, order.placed().items());
    });
  }

  @Override
  public Optional<Answer.Confirmed> confirmation(Order order, byte[] body) {
    return Undone.read(body, "RELEASED", "NOTHING_TO_RELEASE", "releaseId");
  }
}
