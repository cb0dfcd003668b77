package dev.orderpipeline.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides for an order whose step goes forward: CHARGING and RESERVING.
///
/// The ladder for an unknown outcome: the same key again while the gateway remembers it, then a
/// status query, then undoing by the original key (in COMPENSATING), and there, at last, a person.
final class ForwardStep {

  private final MachinePolicy policy;
  private final IdempotencyKeys keys;
  private final StepCalls calls;

  ForwardStep(MachinePolicy policy, IdempotencyKeys keys, StepCalls calls) {
    this.policy = policy;
    this.keys = keys;
    this.calls = calls;
  }

  Decision decide(Order order, OrderState.Forward state, Input input, Instant now) {
    return order.suspended().isPresent()
        ? whileSuspended(order, state, input, now)
        : underway(order, state, input, now);
  }

  private Decision underway(Order order, OrderState.Forward state, Input input, Instant now) {
    StepRun run = state.run();
    return switch (input) {
      case Input.GateOpened opened -> gateOpened(order, state, opened, now);
      case Input.GateClosed closed -> StepCalls.park(order, run, state::with, closed, now);
      case Input.Answered answered -> answered(order, state, answered, now);
      case Input.TimeReached _ -> timeReached(order, state, now);
      case Input.Restarted _ ->
          Decision.stored(order.within(state.with(StepCalls.restarted(run, now))));
      case Input.Cancel cancel -> cancelled(order, state, cancel, now);
      case Input.Redrive _, Input.Resolve _ ->
          Decision.refused(order, input, "the order is not suspended");
      case Input.CapacityGranted _, Input.RulesChecked _ ->
          Decision.refused(order, input, "the order is past admission");
    };
  }

  private Decision whileSuspended(Order order, OrderState.Forward state, Input input, Instant now) {
    return switch (input) {
      case Input.Redrive redrive ->
          Decision.published(
              order.enter(state.with(state.run().redriven()), "redriven by " + redrive.who(), now));
      case Input.Resolve resolve when resolve.step() == state.run().step() ->
          resolved(order, state, resolve, now);
      case Input.Resolve _ -> Decision.refused(order, input, "another step is suspended");
      case Input.Cancel cancel -> cancelled(order, state, cancel, now);
      case Input.TimeReached _, Input.Restarted _ -> Decision.unchanged(order);
      case Input.CapacityGranted _,
          Input.RulesChecked _,
          Input.GateOpened _,
          Input.GateClosed _,
          Input.Answered _ ->
          Decision.refused(order, input, "the order is suspended");
    };
  }

  private Decision gateOpened(
      Order order, OrderState.Forward state, Input.GateOpened opened, Instant now) {
    StepRun run = state.run();
    Optional<CallKind> wanted = StepCalls.wanted(run);
    if (wanted.isEmpty()) {
      return Decision.refused(order, opened, "no call is due");
    }
    if (!now.isBefore(order.deadline())) {
      return giveUp(order, state, Failures.deadline(run.step()), now);
    }
    if (wanted.get() == CallKind.QUERY) {
      return calls.query(order, run, state::with, opened.probe(), now);
    }
    return calls.tooOldToSend(run, now)
        ? calls.query(order, run.toQuery(), state::with, opened.probe(), now)
        : calls.send(order, run, state::with, opened.probe(), now);
  }

  private Decision timeReached(Order order, OrderState.Forward state, Instant now) {
    StepRun run = state.run();
    if (!now.isBefore(order.deadline())) {
      return giveUp(order, state, Failures.deadline(run.step()), now);
    }
    Optional<Input.Answered> overdue = calls.overdue(order, run, now);
    return overdue.isPresent()
        ? answered(order, state, overdue.get(), now)
        : Decision.stored(order.within(state.with(StepCalls.due(run, now))));
  }

  private Decision answered(
      Order order, OrderState.Forward state, Input.Answered answered, Instant now) {
    Optional<Phase.InFlight> call = StepCalls.answeredCall(order, state.run(), answered);
    if (call.isEmpty()) {
      return Decision.refused(order, answered, "not the answer the order waits for");
    }
    Answer answer = answered.answer();
    OrderState.Forward noted =
        state.with(state.run().noted(answer.classification(), answer.code(), now));
    return switch (call.get().kind()) {
      case SEND -> sendAnswered(order, noted, answer, now);
      case QUERY -> queryAnswered(order, noted, answer, now);
    };
  }

  private Decision sendAnswered(Order order, OrderState.Forward state, Answer answer, Instant now) {
    StepRun run = state.run();
    return switch (answer) {
      case Answer.Confirmed confirmed -> confirmed(order, state, confirmed, now);
      case Answer.Declined declined -> declined(order, state, declined, now);
      // This request had no effect, but a key that is taken says that something else may lie under
      // it: cancelled, the order must be undone.
      case Answer.Rejected(String code, String message) ->
          StepCalls.suspend(
              order,
              state.with(run.setBack(code, true, true).with(new Phase.Ready(CallKind.SEND))),
              "request_rejected",
              "%s was rejected as %s: %s".formatted(run.step().label(), code, message),
              now);
      case Answer.InFlight(Optional<Duration> retryAfter) ->
          again(order, state, run.setBack(answer.code(), false, true), retryAfter, now);
      case Answer.Unavailable _, Answer.NotSent _ ->
          again(order, state, run.setBack(answer.code(), false, false), Optional.empty(), now);
      case Answer.TryLater(String code, Optional<Duration> retryAfter) ->
          again(order, state, run.setBack(code, true, false), retryAfter, now);
      case Answer.Unknown _, Answer.Absent _ ->
          again(order, state, run.setBack(answer.code(), true, true), Optional.empty(), now);
    };
  }

  private Decision queryAnswered(
      Order order, OrderState.Forward state, Answer answer, Instant now) {
    return switch (answer) {
      case Answer.Confirmed confirmed -> confirmed(order, state, confirmed, now);
      // Not found is no proof of absence: a late original may still arrive, so its key must be
      // barred.
      case Answer.Absent _, Answer.Declined _, Answer.Rejected _ ->
          giveUp(order, state, Failures.unresolved(state.run().step()), now);
      case Answer.InFlight _,
          Answer.Unavailable _,
          Answer.TryLater _,
          Answer.NotSent _,
          Answer.Unknown _ ->
          queryAgain(order, state, state.run().setBack(answer.code(), true, false), now);
    };
  }

  private Decision queryAgain(Order order, OrderState.Forward state, StepRun run, Instant now) {
    return run.setbacks() >= policy.maxQueries()
        ? giveUp(order, state.with(run), Failures.unresolved(run.step()), now)
        : Decision.stored(
            order.within(state.with(calls.backOff(run, CallKind.QUERY, Optional.empty(), now))));
  }

  private Decision again(
      Order order,
      OrderState.Forward state,
      StepRun run,
      Optional<Duration> retryAfter,
      Instant now) {
    if (!calls.exhausted(run)) {
      return Decision.stored(
          order.within(state.with(calls.backOff(run, CallKind.SEND, retryAfter, now))));
    }
    return run.inDoubt()
        ? Decision.stored(order.within(state.with(run.toQuery())))
        : giveUp(
            order,
            state.with(run.with(new Phase.Ready(CallKind.SEND))),
            Failures.exhausted(run.step(), run.attempts(), run.lastCode()),
            now);
  }

  private Decision confirmed(
      Order order, OrderState.Forward state, Answer.Confirmed confirmed, Instant now) {
    String cause = state.run().step().label() + " confirmed";
    return confirmed(order, state, confirmed, cause, now);
  }

  private Decision confirmed(
      Order order,
      OrderState.Forward state,
      Answer.Confirmed confirmed,
      String cause,
      Instant now) {
    StepRun run =
        state
            .run()
            .answered(confirmed.code())
            .ended(StepOutcome.CONFIRMED, confirmed.status(), confirmed.reference());
    OrderState next =
        switch (state) {
          case OrderState.Charging _ ->
              new OrderState.Reserving(
                  run, StepRun.ready(Step.RESERVE, keys.of(Step.RESERVE, order.orderId())));
          case OrderState.Reserving reserving -> new OrderState.Completed(reserving.charge(), run);
        };
    return Decision.published(order.enter(next, cause, now));
  }

  private Decision declined(
      Order order, OrderState.Forward state, Answer.Declined declined, Instant now) {
    StepRun run = state.run().answered(declined.code());
    // A decline settles this request. If an earlier one is in doubt, only undoing settles that.
    StepRun settled =
        run.inDoubt()
            ? run.ended(StepOutcome.UNKNOWN, "", Optional.empty())
            : run.ended(StepOutcome.NON_RETRYABLE, "", Optional.empty());
    return giveUp(order, state.with(settled), Failures.declined(run.step(), declined), now);
  }

  private Decision resolved(
      Order order, OrderState.Forward state, Input.Resolve resolve, Instant now) {
    StepRun run = state.run();
    if (resolve.done()) {
      return confirmed(
          order,
          state,
          new Answer.Confirmed("RESOLVED_BY_HAND", resolve.reference()),
          "%s resolved by %s".formatted(run.step().label(), resolve.who()),
          now);
    }
    Failure failure = Failures.resolvedByHand(run.step(), resolve);
    return giveUp(
        order,
        state.with(run.ended(StepOutcome.NON_RETRYABLE, "RESOLVED_BY_HAND", Optional.empty())),
        failure,
        failure.message(),
        now);
  }

  private Decision cancelled(
      Order order, OrderState.Forward state, Input.Cancel cancel, Instant now) {
    Failure failure = Failures.cancelled(cancel.who());
    return giveUp(order, state, failure, failure.message(), now);
  }

  /// Stops going forward: straight to FAILED if nothing can have taken effect, else by way of
  /// undoing it.
  private Decision giveUp(Order order, OrderState.Forward state, Failure failure, Instant now) {
    return giveUp(order, state, failure, failure.code(), now);
  }

  private Decision giveUp(
      Order order, OrderState.Forward state, Failure failure, String cause, Instant now) {
    StepRun run = state.run().abandoned();
    StepOutcome outcome = ((Phase.Ended) run.phase()).outcome();
    List<StepRun> undo = new ArrayList<>();
    OrderState next =
        switch (state) {
          case OrderState.Charging _ -> {
            if (!outcome.mayHaveTakenEffect()) {
              yield new OrderState.Failed(failure, Optional.of(run), Optional.empty(), undo);
            }
            undo.add(undoing(Step.REFUND, order));
            yield new OrderState.Compensating(failure, run, Optional.empty(), undo);
          }
          case OrderState.Reserving reserving -> {
            if (outcome.mayHaveTakenEffect()) {
              undo.add(undoing(Step.RELEASE, order));
            }
            undo.add(undoing(Step.REFUND, order));
            yield new OrderState.Compensating(failure, reserving.charge(), Optional.of(run), undo);
          }
        };
    return Decision.published(order.enter(next, cause, now));
  }

  private StepRun undoing(Step step, Order order) {
    return StepRun.ready(step, keys.of(step, order.orderId()));
  }
}
