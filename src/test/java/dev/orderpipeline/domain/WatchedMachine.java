package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks the machine and holds every decision against what must always be true, whatever the order
/// and the input.
record WatchedMachine(OrderMachine machine, MachinePolicy policy) {

  /// An order, what a witness has seen of it, and the time.
  record Situation(Order order, Witness witness, Instant now) {
    Situation at(Instant later) {
      return new Situation(order, witness, later);
    }
  }

  record Step1(Situation before, Input input, Decision decision, Situation after) {}

  /// Section 2 of the design: where an order may go from where.
  private static final Map<StateName, Set<StateName>> LEGAL =
      Map.of(
          StateName.PENDING, Set.of(StateName.VALIDATING),
          StateName.VALIDATING, Set.of(StateName.CHARGING, StateName.FAILED),
          StateName.CHARGING, Set.of(StateName.RESERVING, StateName.FAILED, StateName.COMPENSATING),
          StateName.RESERVING, Set.of(StateName.COMPLETED, StateName.COMPENSATING),
          StateName.COMPENSATING, Set.of(StateName.FAILED),
          StateName.COMPLETED, Set.of(),
          StateName.FAILED, Set.of());

  static WatchedMachine of(MachinePolicy policy) {
    return new WatchedMachine(TestOrders.machine(policy), policy);
  }

  Situation admitted(String orderId) {
    return new Situation(
        TestOrders.admitted(machine, orderId), Witness.OF_NOTHING, TestOrders.START);
  }

  Step1 decide(Situation before, Input input) {
    Decision decision = machine.decide(before.order(), input, before.now());
    assertThat(machine.decide(before.order(), input, before.now()))
        .as("the same decision again")
        .isEqualTo(decision);
    Witness witness = witnessed(before, input, decision);
    Situation after = new Situation(decision.order(), witness, before.now());
    transitionIsLegal(before.order(), decision);
    versionsCountSnapshots(before.order(), decision);
    suspensionHasADeadLetter(before.order(), decision);
    callsAreIntents(before, input, decision);
    limitsHold(decision.order());
    outcomeIsTrue(after);
    nothingIsStuck(after);
    nothingIsBelievedLightly(before, input, after);
    return new Step1(before, input, decision, after);
  }

  static boolean refused(Decision decision) {
    return decision.effects().stream().anyMatch(Effect.Refuse.class::isInstance);
  }

  private static long count(Decision decision, Class<? extends Effect> kind) {
    return decision.effects().stream().filter(kind::isInstance).count();
  }

  private static void transitionIsLegal(Order before, Decision decision) {
    Order after = decision.order();
    StateName from = before.state().name();
    StateName to = after.state().name();
    if (from != to) {
      assertThat(LEGAL.get(from)).as("transitions from %s", from).contains(to);
      assertThat(after.previous()).contains(from);
      assertThat(after.suspended()).isEmpty();
    }
    if (from.isFinal()) {
      assertThat(after.state()).isEqualTo(before.state());
      assertThat(after.version()).isEqualTo(before.version());
      assertThat(decision.effects()).hasSize(1).allMatch(Effect.Refuse.class::isInstance);
    }
    if (refused(decision)) {
      assertThat(decision.effects()).hasSize(1);
      assertThat(after.state()).isEqualTo(before.state());
      assertThat(after.suspended()).isEqualTo(before.suspended());
    }
  }

  private static void versionsCountSnapshots(Order before, Decision decision) {
    Order after = decision.order();
    long published = count(decision, Effect.Publish.class);
    assertThat(published).isLessThanOrEqualTo(1);
    assertThat((long) after.version()).isEqualTo(before.version() + published);
    assertThat(after.history()).hasSize(after.version());
    if (published == 1) {
      assertThat(Restoration.flaw(after)).as("what is published can be restored").isEmpty();
      HistoryEntry last = after.history().getLast();
      assertThat(last)
          .isEqualTo(
              new HistoryEntry(after.version(), after.state().name(), after.at(), after.cause()));
      assertThat(after.history().subList(0, after.version() - 1)).isEqualTo(before.history());
    } else {
      assertThat(after.state().name()).isEqualTo(before.state().name());
      assertThat(after.suspended()).isEqualTo(before.suspended());
      assertThat(after.history()).isEqualTo(before.history());
      assertThat(after.at()).isEqualTo(before.at());
    }
    assertThat(after.placed()).isSameAs(before.placed());
    assertThat(after.deadline()).isEqualTo(before.deadline());
    assertThat(after.source()).isEqualTo(before.source());
  }

  private static void suspensionHasADeadLetter(Order before, Decision decision) {
    Order after = decision.order();
    boolean newlySuspended =
        after.suspended().isPresent() && !after.suspended().equals(before.suspended());
    assertThat(count(decision, Effect.DeadLetter.class)).isEqualTo(newlySuspended ? 1 : 0);
    if (newlySuspended) {
      assertThat(after.suspended().orElseThrow().deadLetterId())
          .isEqualTo(after.orderId() + ":" + after.version());
      assertThat(after.state().name()).isEqualTo(before.state().name());
    }
  }

  /// A call is asked for only with an intent in the order that bears its number, only when a gate
  /// has opened, and never for an order that must not call.
  private void callsAreIntents(Situation before, Input input, Decision decision) {
    List<Effect.Call> calls =
        decision.effects().stream()
            .filter(Effect.Call.class::isInstance)
            .map(Effect.Call.class::cast)
            .toList();
    for (Step step : Step.values()) {
      int was = before.order().run(step).map(StepRun::calls).orElse(0);
      int is = decision.order().run(step).map(StepRun::calls).orElse(0);
      long made = calls.stream().filter(call -> call.step() == step).count();
      assertThat((long) is - was).as("calls of %s", step).isEqualTo(made);
    }
    if (calls.isEmpty()) {
      return;
    }
    assertThat(calls).hasSize(1);
    assertThat(input).isInstanceOf(Input.GateOpened.class);
    Effect.Call call = calls.getFirst();
    Order after = decision.order();
    StepRun run = after.state().current().orElseThrow();
    assertThat(run.phase()).isEqualTo(new Phase.InFlight(call.kind(), before.now()));
    assertThat(run.step()).isEqualTo(call.step());
    assertThat(run.calls()).isEqualTo(call.call());
    assertThat(after.version()).isEqualTo(call.version());
    assertThat(after.suspended()).isEmpty();
    assertThat(call.key())
        .isEqualTo(run.key())
        .isEqualTo(TestOrders.KEYS.of(call.step(), after.orderId()));
    if (call.kind() == CallKind.SEND) {
      assertThat(call.payload().orElseThrow().hash()).isEqualTo(run.payloadHash());
      Witness.Seen seen = before.witness().of(call.step());
      assertThat(seen.olderThan(policy.resendWindow(), before.now()))
          .as("sent past the resend window")
          .isFalse();
      if (seen.firstSent().isPresent()) {
        assertThat(run.payloadHash()).as("the same bytes again").isEqualTo(seen.hash());
      }
    } else {
      assertThat(call.payload()).isEmpty();
      assertThat(call.step().lane()).isEqualTo(Lane.FORWARD);
    }
    if (call.step().lane() == Lane.FORWARD) {
      assertThat(before.now()).as("called past the deadline").isBefore(after.deadline());
    }
    if (call.step() == Step.REFUND) {
      assertThat(before.witness().of(Step.RESERVE).held())
          .as("newest effect is undone first")
          .isFalse();
    }
  }

  private void limitsHold(Order order) {
    for (Step step : Step.values()) {
      order
          .run(step)
          .ifPresent(run -> {
            assertThat(run.attemptsSpent())
                .as("attempts of %s", step)
                .isBetween(0, policy.retry(step.lane()).maxAttempts());
            assertThat(run.attempts()).isLessThanOrEqualTo(run.calls());
            assertThat(run.forgiven()).isBetween(0, run.attempts());
          });
    }
  }

  /// FAILED means that nothing is held anywhere; COMPLETED that everything is.
  private static void outcomeIsTrue(Situation after) {
    Order order = after.order();
    switch (order.state()) {
      case OrderState.Failed failed -> {
        for (Step step : List.of(Step.CHARGE, Step.RESERVE)) {
          assertThat(after.witness().of(step).held())
              .as("%s may still be held by a FAILED order", step)
              .isFalse();
        }
        undoneIfPossible(failed.charge(), order.run(Step.REFUND));
        undoneIfPossible(failed.reserve(), order.run(Step.RELEASE));
      }
      case OrderState.Completed completed -> {
        for (Step step : List.of(Step.CHARGE, Step.RESERVE)) {
          assertThat(after.witness().of(step).certain()).as("%s of COMPLETED", step).isTrue();
        }
        assertThat(ended(completed.charge())).contains(StepOutcome.CONFIRMED);
        assertThat(ended(completed.reserve())).contains(StepOutcome.CONFIRMED);
      }
      case OrderState.Compensating compensating -> {
        assertThat(compensating.current()).as("something is left to undo").isPresent();
        assertThat(compensating.charge().ended()).isTrue();
        assertThat(compensating.reserve().map(StepRun::ended).orElse(true)).isTrue();
      }
      case OrderState.Reserving reserving ->
          assertThat(ended(reserving.charge())).contains(StepOutcome.CONFIRMED);
      case OrderState.Pending _, OrderState.Validating _, OrderState.Charging _ -> {
        // Nothing more to say.
      }
    }
  }

  private static void undoneIfPossible(Optional<StepRun> original, Optional<StepRun> undo) {
    if (original.filter(StepRun::mayHaveTakenEffect).isPresent()) {
      assertThat(undo.flatMap(WatchedMachine::ended)).contains(StepOutcome.CONFIRMED);
    }
  }

  private static Optional<StepOutcome> ended(StepRun run) {
    return run.phase() instanceof Phase.Ended(var outcome, _, _)
        ? Optional.of(outcome)
        : Optional.empty();
  }

  /// Every order is in flight, due at a known time, or suspended; and time that is up moves it.
  private void nothingIsStuck(Situation after) {
    Order order = after.order();
    Optional<Instant> wakeUp = machine.wakeUpAt(order);
    if (order.suspended().isPresent() || order.state().name().isFinal()) {
      assertThat(wakeUp).isEmpty();
      return;
    }
    if (order.state() instanceof OrderState.Forward) {
      assertThat(wakeUp.orElseThrow()).isBeforeOrEqualTo(order.deadline());
    }
    order
        .state()
        .current()
        .filter(
            run -> run.phase() instanceof Phase.InFlight || run.phase() instanceof Phase.Waiting)
        .ifPresent(run -> assertThat(wakeUp).as("wake-up in %s", run.phase()).isPresent());
    wakeUp.ifPresent(at -> {
      Instant then = at.isBefore(after.now()) ? after.now() : at;
      assertThat(machine.decide(order, new Input.TimeReached(), then).order())
          .as("what time being up changes")
          .isNotEqualTo(order);
    });
  }

  /// "Nothing to undo" is not believed of an effect that is certain, nor of one that the gateway
  /// may have forgotten.
  private void nothingIsBelievedLightly(Situation before, Input input, Situation after) {
    if (!(input instanceof Input.Answered(_, var step, _, Answer.Confirmed(var status, _)))
        || !status.startsWith("NOTHING_TO_")
        || after.order().equals(before.order())) {
      return;
    }
    Witness.Seen original = before.witness().of(Witness.original(step).orElse(step));
    if (original.certain() || original.olderThan(policy.keyRetention(), before.now())) {
      assertThat(after.order().suspended()).as("%s answered %s", step, status).isPresent();
    }
  }

  private Witness witnessed(Situation before, Input input, Decision decision) {
    Witness witness = before.witness();
    if (refused(decision)) {
      return witness;
    }
    Optional<StepRun> run = before.order().state().current();
    witness =
        switch (input) {
          case Input.Answered(_, Step step, _, Answer answer) -> {
            Phase phase = run.orElseThrow().phase();
            CallKind kind = ((Phase.InFlight) phase).kind();
            Witness told = witness.answered(step, kind, answer);
            boolean undone =
                answer instanceof Answer.Confirmed && decision.order().suspended().isEmpty();
            yield undone ? undone(told, step) : told;
          }
          case Input.Resolve resolve -> resolved(witness, resolve);
          case Input.CapacityGranted _,
              Input.RulesChecked _,
              Input.GateOpened _,
              Input.GateClosed _,
              Input.TimeReached _,
              Input.Restarted _,
              Input.Cancel _,
              Input.Redrive _ ->
              witness;
        };
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.Call call && call.kind() == CallKind.SEND) {
        witness =
            witness.with(
                call.step(),
                witness.of(call.step()).sent(before.now(), call.payload().orElseThrow().hash()));
      }
    }
    return witness;
  }

  private static Witness resolved(Witness witness, Input.Resolve resolve) {
    Step step = resolve.step();
    if (step.lane() == Lane.COMPENSATION) {
      return undone(witness, step);
    }
    return resolve.done()
        ? witness.with(step, witness.of(step).hadEffect())
        : witness.with(step, witness.of(step).neverHappened());
  }

  private static Witness undone(Witness witness, Step step) {
    return Witness.original(step)
        .map(original -> witness.with(original, witness.of(original).undo()))
        .orElse(witness);
  }
}
