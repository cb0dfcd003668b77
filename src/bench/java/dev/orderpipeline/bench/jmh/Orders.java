package dev.orderpipeline.bench.jmh;

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
import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import dev.orderpipeline.steps.Steps;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// The order that the microbenches work on, and the way it takes when all goes well.
final class Orders {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final long SEED = 4;
  private static final SourcePosition SOURCE = new SourcePosition("orders.placed", 3, 4711);

  private final OrderMachine machine =
      new OrderMachine(MachinePolicy.DEFAULT, new IdempotencyKeys("order-pipeline"), new Steps());
  private final byte[] key;
  private final byte[] document;

  Orders() {
    GeneratedRecord record = new OrderGenerator(SEED, "bench", OrderMix.clean()).next();
    key = Objects.requireNonNull(record.key());
    document = Objects.requireNonNull(record.value());
  }

  byte[] key() {
    return key.clone();
  }

  byte[] document() {
    return document.clone();
  }

  OrderMachine machine() {
    return machine;
  }

  OrderPlaced placed() {
    return switch (new OrderPlacedDecoder().decode(key, document)) {
      case Decoded.Valid(OrderPlaced placed) -> placed;
      case Decoded.Malformed malformed -> throw new IllegalStateException(malformed.message());
    };
  }

  /// All the way, as the pipeline takes it: six decisions.
  Order complete(OrderPlaced placed) {
    Order order = machine.admit(placed, SOURCE, Optional.empty(), NOW);
    order = machine.decide(order, new Input.CapacityGranted(), NOW).order();
    order = machine.decide(order, new Input.RulesChecked(Optional.empty()), NOW).order();
    order = confirmed(order, Step.CHARGE, "CAPTURED", "tx_1");
    return confirmed(order, Step.RESERVE, "RESERVED", "rs_2");
  }

  /// While it waits for the answer to its charge.
  Order charging(OrderPlaced placed) {
    Order order = machine.admit(placed, SOURCE, Optional.empty(), NOW);
    order = machine.decide(order, new Input.CapacityGranted(), NOW).order();
    order = machine.decide(order, new Input.RulesChecked(Optional.empty()), NOW).order();
    return machine.decide(order, new Input.GateOpened(false), NOW).order();
  }

  private Order confirmed(Order order, Step step, String status, String reference) {
    Decision asked = machine.decide(order, new Input.GateOpened(false), NOW);
    Effect.Call call =
        asked.effects().stream()
            .filter(Effect.Call.class::isInstance)
            .map(Effect.Call.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no call at " + step));
    return machine
        .decide(asked.order(), answer(asked.order(), call, status, reference), NOW)
        .order();
  }

  static Input answer(Order order, Effect.Call call, String status, String reference) {
    return new Input.Answered(
        order.version(),
        call.step(),
        call.call(),
        new Answer.Confirmed(status, Optional.of(reference)));
  }
}
