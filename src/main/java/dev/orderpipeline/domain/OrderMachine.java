package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What follows when something happens to an order: one pure, total function `(order, input, now) →
/// (order', effects)`.
///
/// Thread-safe; has no state of its own.
public final class OrderMachine implements Decider {

  private final MachinePolicy policy;
  private final IdempotencyKeys keys;
  private final ForwardStep forward;
  private final UndoStep undo;

  public OrderMachine(MachinePolicy policy, IdempotencyKeys keys, Payloads payloads) {
    this.policy = policy;
    this.keys = keys;
    StepCalls calls = new StepCalls(policy, payloads);
    this.forward = new ForwardStep(policy, keys, calls);
    this.undo = new UndoStep(policy, calls);
  }

  @Override
  public Order admit(
      OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now) {
    return new Order(
        placed,
        source,
        traceparent,
        now,
        now.plus(policy.orderDeadline()),
        0,
        new OrderState.Pending(),
        Optional.empty(),
        now,
        "placed",
        Optional.empty(),
        Optional.empty(),
        -1,
        List.of());
  }

  @Override
  public Decision decide(Order order, Input input, Instant now) {
    if (!(input instanceof Input.Command command)) {
      return byState(order, input, now);
    }
    if (command.offset() <= order.lastCommand()) {
      return Decision.refused(order, input, "already applied");
    }
    return byState(order.commandApplied(command.offset()), input, now);
  }

  @Override
  public Optional<Instant> wakeUpAt(Order order) {
    if (order.suspended().isPresent()) {
      return Optional.empty();
    }
    Optional<Instant> call = order.state().current().flatMap(this::wakeUpAt);
    return order.state() instanceof OrderState.Forward
        ? call.filter(at -> at.isBefore(order.deadline())).or(() -> Optional.of(order.deadline()))
        : call;
  }

  private Optional<Instant> wakeUpAt(StepRun run) {
    return switch (run.phase()) {
      case Phase.Waiting waiting -> Optional.of(waiting.until());
      case Phase.InFlight inFlight -> Optional.of(inFlight.since().plus(policy.answerWithin()));
      case Phase.Ready _, Phase.Parked _, Phase.Ended _ -> Optional.empty();
    };
  }

  private Decision byState(Order order, Input input, Instant now) {
    return switch (order.state()) {
      case OrderState.Pending _ -> pending(order, input, now);
      case OrderState.Validating _ -> validating(order, input, now);
      case OrderState.Forward state -> forward.decide(order, state, input, now);
      case OrderState.Compensating state -> undo.decide(order, state, input, now);
      case OrderState.Completed _, OrderState.Failed _ ->
          Decision.refused(order, input, "the order has its outcome");
    };
  }

  private static Decision pending(Order order, Input input, Instant now) {
    return switch (input) {
      case Input.CapacityGranted _ ->
          Decision.published(order.enter(new OrderState.Validating(), "admitted", now));
      case Input.Cancel cancel -> Decision.stored(order.cancelledBy(cancel.who()));
      case Input.TimeReached _, Input.Restarted _ -> Decision.unchanged(order);
      case Input.RulesChecked _,
          Input.GateOpened _,
          Input.GateClosed _,
          Input.Answered _,
          Input.Redrive _,
          Input.Resolve _ ->
          Decision.refused(order, input, "the order waits for capacity");
    };
  }

  private Decision validating(Order order, Input input, Instant now) {
    return switch (input) {
      case Input.RulesChecked checked -> rulesChecked(order, checked, now);
      case Input.Cancel cancel -> Decision.stored(order.cancelledBy(cancel.who()));
      case Input.TimeReached _, Input.Restarted _ -> Decision.unchanged(order);
      case Input.CapacityGranted _,
          Input.GateOpened _,
          Input.GateClosed _,
          Input.Answered _,
          Input.Redrive _,
          Input.Resolve _ ->
          Decision.refused(order, input, "the rules have not been checked");
    };
  }

  private Decision rulesChecked(Order order, Input.RulesChecked checked, Instant now) {
    Optional<Failure> failure = order.cancelledBy().map(Failures::cancelled).or(checked::violation);
    if (failure.isPresent()) {
      OrderState.Failed failed =
          new OrderState.Failed(failure.get(), Optional.empty(), Optional.empty(), List.of());
      String why = order.cancelledBy().isPresent() ? failure.get().message() : failure.get().code();
      return Decision.published(order.enter(failed, why, now));
    }
    StepRun charge = StepRun.ready(Step.CHARGE, keys.of(Step.CHARGE, order.orderId()));
    return Decision.published(order.enter(new OrderState.Charging(charge), "rules hold", now));
  }
}
