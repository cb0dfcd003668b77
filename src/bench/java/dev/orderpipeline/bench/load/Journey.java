package dev.orderpipeline.bench.load;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.steps.Steps;
import java.time.Instant;
import java.util.Optional;

/// The way that an order takes through the machine when all goes well.
public final class Journey {

  private static final SourcePosition SOURCE = new SourcePosition("orders.placed", 3, 4711);

  private final OrderMachine machine =
      new OrderMachine(MachinePolicy.DEFAULT, new IdempotencyKeys("order-pipeline"), new Steps());
  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();

  public OrderMachine machine() {
    return machine;
  }

  /// The order that a record places.
  public OrderPlaced placed(byte[] key, byte[] document) {
    return switch (decoder.decode(key, document)) {
      case Decoded.Valid(OrderPlaced placed) -> placed;
      case Decoded.Malformed malformed -> throw new IllegalStateException(malformed.message());
    };
  }

  /// All the way, as the pipeline takes it: six decisions.
  public Order complete(OrderPlaced placed, Instant now) {
    Order order = machine.admit(placed, SOURCE, Optional.empty(), now);
    order = machine.decide(order, new Input.CapacityGranted(), now).order();
    order = machine.decide(order, new Input.RulesChecked(Optional.empty()), now).order();
    order = confirmed(order, Step.CHARGE, "CAPTURED", "tx_1", now);
    return confirmed(order, Step.RESERVE, "RESERVED", "rs_2", now);
  }

  /// While it waits for the answer to its charge.
  public Order charging(OrderPlaced placed, Instant now) {
    Order order = machine.admit(placed, SOURCE, Optional.empty(), now);
    order = machine.decide(order, new Input.CapacityGranted(), now).order();
    order = machine.decide(order, new Input.RulesChecked(Optional.empty()), now).order();
    return machine.decide(order, new Input.GateOpened(false), now).order();
  }

  private Order confirmed(Order order, Step step, String status, String reference, Instant now) {
    Decision asked = machine.decide(order, new Input.GateOpened(false), now);
    Effect.Call call =
        asked.effects().stream()
            .filter(Effect.Call.class::isInstance)
            .map(Effect.Call.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no call at " + step));
    return machine
        .decide(asked.order(), answer(asked.order(), call, status, reference), now)
        .order();
  }

  private static Input answer(Order order, Effect.Call call, String status, String reference) {
    return new Input.Answered(
        order.version(),
        call.step(),
        call.call(),
        new Answer.Confirmed(status, Optional.of(reference)));
  }
}
