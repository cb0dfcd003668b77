package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import java.util.Optional;

/// Reserves the order's items.
final class ReserveStep implements StepStrategy {

  @Override
  public Step step() {
    return Step.RESERVE;
  }

  @Override
  public String path() {
    return "/v2/reservations";
  }

  @Override
  public Optional<String> queryPath() {
    return Optional.of("/v2/reservations/by-key/");
  }

  @Override
  public byte[] body(Order order) {
    return Bodies.object(json -> {
      json.writeStringField("orderId", order.orderId());
      Bodies.items(json, order.placed().items());
    });
  }

  @Override
  public Optional<Answer.Confirmed> confirmation(Order order, byte[] body) {
    return Bodies.read(body)
        .filter(json -> Bodies.is(json, "status", "RESERVED"))
        .filter(json -> Bodies.is(json, "orderId", order.orderId()))
        .flatMap(json -> Bodies.reference(json, "reservationId"))
        .map(id -> new Answer.Confirmed("RESERVED", Optional.of(id)));
  }
}
