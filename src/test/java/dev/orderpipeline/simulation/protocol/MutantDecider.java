package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import java.time.Instant;
import java.util.Optional;

/// The production machine, whose decisions are made or changed by somebody else.
record MutantDecider(Decider machine, Deciding deciding) implements Decider {

  @FunctionalInterface
  interface Deciding {
    Decision decide(Order order, Input input, Instant now);
  }

  @FunctionalInterface
  interface Change {
    Decision change(Order before, Input input, Decision decision);
  }

  static Decider around(Decider machine, Deciding deciding) {
    return new MutantDecider(machine, deciding);
  }

  static Decider after(Decider machine, Change change) {
    return new MutantDecider(
        machine,
        (order, input, now) -> change.change(order, input, machine.decide(order, input, now)));
  }

  @Override
  public Order admit(
      OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now) {
    return machine.admit(placed, source, traceparent, now);
  }

  @Override
  public Decision decide(Order order, Input input, Instant now) {
    return deciding.decide(order, input, now);
  }

  @Override
  public Optional<Instant> wakeUpAt(Order order) {
    return machine.wakeUpAt(order);
  }
}
