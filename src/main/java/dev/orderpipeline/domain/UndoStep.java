package dev.orderpipeline.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides for an order whose effects are being undone: COMPENSATING.
final class UndoStep {

  private final MachinePolicy policy;
  private final StepCalls calls;

  UndoStep(MachinePolicy policy, StepCalls calls) {
    this.policy = policy;
    this.calls = calls;
  }

  Decision decide(Order order, OrderState.Compensating state, Input input, Instant now) {
    StepRun run = state.current().orElseThrow();
    return order.suspended().isPresent()
        ? whileSuspended(order, state, run, input, now)
        : underway(order, state, run, input, now);
  }

  private Decision underway(
      Order order, OrderState.Compensating state, StepRun run, Input input, Instant now) {
    return switch (input) {
      case Input.GateOpened opened -> gateOpened(order, state, run, opened, now);
      case Input.GateClosed closed -> StepCalls.park(order, run, state::with, closed, now);
      case Input.Answered answered -> answered(order, state, run, answered, now);
      case Input.TimeReached _ -> {
        Optional<Input.Answered> overdue = calls.overdue(order, run, now);
        yield overdue.isPresent()
            ? answered(order, state, run, overdue.get(), now)
            : Decision.stored(order.within(state.with(StepCalls.due(run, now))));
      }
      case Input.Restarted _ ->
          Decision.stored(order.within(state.with(StepCalls.restarted(run, now))));
      case Input.Cancel _ -> Decision.refused(order, input, "the order is being undone already");
      case Input.Redrive _, Input.Resolve _ ->
          Decision.refused(order, input, "the order is not suspended");
      case Input.CapacityGranted _, Input.RulesChecked _ ->
          Decision.refused(order, input, "the order is past admission");
    };
  }

  private Decision whileSuspended(
      Order order, OrderState.Compensating state, StepRun run, Input input, Instant now) {
    return switch (input) {
      case Input.Redrive redrive ->
          Decision.published(
              order.enter(state.with(run.redriven()), "redriven by " + redrive.who(), now));
      case Input.Resolve resolve when resolve.step() == run.step() && resolve.done() ->
          ended(
              order,
              state,
              run.ended(StepOutcome.CONFIRMED, "RESOLVED_BY_HAND", resolve.reference()),
              Optional.of("%s resolved by %s".formatted(run.step().label(), resolve.who())),
              now);
      case Input.Resolve _ ->
          Decision.refused(order, input, "only '" + run.step().label() + " done' settles it");
      case Input.TimeReached _, Input.Restarted _ -> Decision.unchanged(order);
      case Input.Cancel _ -> Decision.refused(order, input, "the order is being undone already");
      case Input.CapacityGranted _,
          Input.RulesChecked _,
          Input.GateOpened _,
          Input.GateClosed _,
          Input.Answered _ ->
          Decision.refused(order, input, "the order is suspended");
    };
  }

  private Decision gateOpened(
      Order order,
      OrderState.Compensating state,
      StepRun run,
      Input.GateOpened opened,
      Instant now) {
    if (StepCalls.wanted(run).isEmpty()) {
      return Decision.refused(order, opened, "no call is due");
    }
    if (calls.tooOldToSend(run, now)) {
      return StepCalls.suspend(
          order,
          state,
          "outcome_unresolved",
          "%s was first sent longer ago than the gateway remembers its key"
              .formatted(run.step().label()),
          now);
    }
    return calls.send(order, run, state::with, opened.probe(), now);
  }

  private Decision answered(
      Order order,
      OrderState.Compensating state,
      StepRun unanswered,
      Input.Answered answered,
      Instant now) {
    if (StepCalls.answeredCall(order, unanswered, answered).isEmpty()) {
      return Decision.refused(order, answered, "not the answer the order waits for");
    }
    Answer answer = answered.answer();
    StepRun run = unanswered.noted(answer.classification(), answer.code(), now);
    return switch (answer) {
      case Answer.Confirmed confirmed -> confirmed(order, state, run, confirmed, now);
      case Answer.Declined(String code, String message) ->
          refusedForGood(order, state, run, "compensation_declined", code, message, now);
      case Answer.Rejected(String code, String message) ->
          refusedForGood(order, state, run, "request_rejected", code, message, now);
      case Answer.InFlight(Optional<Duration> retryAfter) ->
          again(order, state, run.setBack(answer.code(), false, true), retryAfter, now);
      case Answer.Unavailable _, Answer.NotSent _ ->
          again(order, state, run.setBack(answer.code(), false, false), Optional.empty(), now);
      case Answer.TryLater(String code, Optional<Duration> retryAfter) ->
          again(order, state, run.setBack(code, true, false), retryAfter, now);
      // Only an attempt that was answered counts: a silent gateway is waited for, not given up on.
      case Answer.Unknown(String code, boolean didAnswer) ->
          again(order, state, run.setBack(code, didAnswer, true), Optional.empty(), now);
      case Answer.Absent _ ->
          again(order, state, run.setBack(answer.code(), true, true), Optional.empty(), now);
    };
  }

  private Decision again(
      Order order,
      OrderState.Compensating state,
      StepRun run,
      Optional<Duration> retryAfter,
      Instant now) {
    if (calls.exhausted(run)) {
      return StepCalls.suspend(
          order,
          state.with(run.with(new Phase.Ready(CallKind.SEND))),
          "compensation_exhausted",
          "%s was answered %d times without success, the last time %s"
              .formatted(run.step().label(), run.attemptsSpent(), run.lastCode()),
          now);
    }
    return Decision.stored(
        order.within(state.with(calls.backOff(run, CallKind.SEND, retryAfter, now))));
  }

  private Decision refusedForGood(
      Order order,
      OrderState.Compensating state,
      StepRun run,
      String reason,
      String code,
      String message,
      Instant now) {
    return StepCalls.suspend(
        order,
        state.with(run.answered(code).with(new Phase.Ready(CallKind.SEND))),
        reason,
        "%s was answered %s: %s".formatted(run.step().label(), code, message),
        now);
  }

  private Decision confirmed(
      Order order,
      OrderState.Compensating state,
      StepRun run,
      Answer.Confirmed confirmed,
      Instant now) {
    if (confirmed.status().startsWith("NOTHING_TO_") && !believable(state, run.step(), now)) {
      return StepCalls.suspend(
          order,
          state.with(run.answered(confirmed.status()).with(new Phase.Ready(CallKind.SEND))),
          "outcome_unresolved",
          "%s found nothing to undo, which does not fit what is known of the effect"
              .formatted(run.step().label()),
          now);
    }
    return ended(
        order,
        state,
        run.answered(confirmed.code())
            .ended(StepOutcome.CONFIRMED, confirmed.status(), confirmed.reference()),
        Optional.empty(),
        now);
  }

  /// Whether "nothing to undo" can be true: the effect was never confirmed, and the gateway still
  /// remembers the key it would have come under.
  private boolean believable(OrderState.Compensating state, Step undo, Instant now) {
    StepRun original = undo == Step.REFUND ? state.charge() : state.reserve().orElseThrow();
    boolean confirmed =
        original.phase() instanceof Phase.Ended ended && ended.outcome() == StepOutcome.CONFIRMED;
    boolean remembered =
        original.firstSentAt().map(at -> now.isBefore(at.plus(policy.keyRetention()))).orElse(true);
    return !confirmed && remembered;
  }

  /// One undoing step has ended.
  ///
  /// @param resumed why the order is suspended no longer, if it was: then the change is published
  private Decision ended(
      Order order,
      OrderState.Compensating state,
      StepRun run,
      Optional<String> resumed,
      Instant now) {
    OrderState.Compensating next = state.with(run);
    if (next.current().isPresent()) {
      return resumed
          .map(why -> Decision.published(order.enter(next, why, now)))
          .orElseGet(() -> Decision.stored(order.within(next)));
    }
    OrderState.Failed failed =
        new OrderState.Failed(
            next.failure(), Optional.of(next.charge()), next.reserve(), next.undo());
    return Decision.published(order.enter(failed, resumed.orElse("every effect undone"), now));
  }
}
