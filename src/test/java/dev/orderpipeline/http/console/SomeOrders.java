package dev.orderpipeline.http.console;

import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.domain.Suspension;
import dev.orderpipeline.domain.TestOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Orders in whatever state, with whatever past.
final class SomeOrders {

  static final Instant START = TestOrders.START;

  private SomeOrders() {}

  static Order in(String orderId, OrderState state, Instant at) {
    return order(orderId, state, at, Optional.empty(), List.of());
  }

  static Order suspended(String orderId, Instant at) {
    return order(
        orderId,
        new OrderState.Charging(charge(new Phase.Ready(CallKind.SEND))),
        at,
        Optional.of(new Suspension("unresolved", at, orderId + ":3")),
        List.of());
  }

  /// An order that has come through the states, one a version.
  static Order through(String orderId, OrderState state, StateName... states) {
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      history.add(new HistoryEntry(i + 1, states[i], START, "test"));
    }
    return order(orderId, state, START.plusMillis(250), Optional.empty(), history);
  }

  static OrderState charging(Phase phase) {
    return new OrderState.Charging(charge(phase));
  }

  static OrderState failed(String code) {
    return new OrderState.Failed(
        new Failure(code, Classification.NON_RETRYABLE, "no", Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static StepRun charge(Phase phase) {
    return new StepRun(
        Step.CHARGE, "charge-key", "", 1, 0, 1, 0, false, Optional.empty(), "", List.of(), phase);
  }

  private static Order order(
      String orderId,
      OrderState state,
      Instant at,
      Optional<Suspension> suspension,
      List<HistoryEntry> history) {
    return new Order(
        TestOrders.placed(orderId),
        new SourcePosition("orders.placed", 0, 0),
        Optional.empty(),
        START,
        START.plus(Duration.ofMinutes(15)),
        history.size(),
        state,
        Optional.empty(),
        at,
        "test",
        suspension,
        Optional.empty(),
        -1,
        history);
  }
}
