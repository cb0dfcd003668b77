package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import java.time.Instant;
import java.util.Optional;

/// After whose decisions the thread can be struck.
record StrikingDecider(Decider machine, SimThread thread) implements Decider {

  @Override
  public Order admit(
      OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now) {
    return machine.admit(placed, source, traceparent, now);
  }

  @Override
  public Decision decide(Order order, Input input, Instant now) {
    Decision decision = machine.decide(order, input, now);
    thread
        .world()
        .trace()
        .add(() ->
            "%s %s v%d %s: %s -> %s"
                .formatted(
                    thread.name(),
                    order.orderId(),
                    order.version(),
                    order.state().name(),
                    Describe.of(input),
                    Describe.of(decision)));
    thread.reach(Point.DECIDED);
    return decision;
  }

  @Override
  public Optional<Instant> wakeUpAt(Order order) {
    return machine.wakeUpAt(order);
  }
}
