package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.domain.TestOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An order that the machine leads on, a given time after the last.
final class Story {

  static final String TRACE_ID = "0123456789abcdef0123456789abcdef";
  static final String SPAN_ID = "fedcba9876543210";

  private final OrderMachine machine = TestOrders.machine(TestOrders.SMALL);
  private Instant now = TestOrders.START;
  private Order order;

  Story(String orderId) {
    order =
        machine.admit(
            TestOrders.placed(orderId),
            new SourcePosition("orders.placed", 0, 0),
            Optional.of("00-" + TRACE_ID + "-" + SPAN_ID + "-01"),
            now);
  }

  Order order() {
    return order;
  }

  Instant now() {
    return now;
  }

  private Story after(Duration duration, Input input) {
    now = now.plus(duration);
    order = machine.decide(order, input, now).order();
    return this;
  }

  Story validated(Duration waited) {
    return after(waited, new Input.CapacityGranted())
        .after(Duration.ZERO, new Input.RulesChecked(Optional.empty()));
  }

  Story called() {
    return after(Duration.ZERO, new Input.GateOpened(false));
  }

  Story answered(Duration took, Answer answer) {
    StepRun run = order.state().current().orElseThrow();
    return after(took, new Input.Answered(order.version(), run.step(), run.calls(), answer));
  }

  Story charged(Duration took) {
    return called().answered(took, new Answer.Confirmed("CAPTURED", Optional.of("tx_1")));
  }

  Story reserved(Duration took) {
    return called().answered(took, new Answer.Confirmed("RESERVED", Optional.of("rs_1")));
  }

  Story outOfStock(Duration took) {
    return called().answered(took, new Answer.Declined("out_of_stock", "no"));
  }

  Story deadlinePassed() {
    return after(Duration.ofMinutes(20), new Input.TimeReached());
  }

  Step step() {
    return order.state().current().orElseThrow().step();
  }
}
