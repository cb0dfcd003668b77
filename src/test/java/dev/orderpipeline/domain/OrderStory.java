package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.WatchedMachine.Situation;
import dev.orderpipeline.domain.WatchedMachine.Step1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One order on its way, told line by line.
final class OrderStory {

  private final WatchedMachine machine;
  private final List<Effect.Call> calls = new ArrayList<>();
  private final List<String> deadLetters = new ArrayList<>();
  private Situation here;

  private OrderStory(WatchedMachine machine) {
    this.machine = machine;
    this.here = machine.admitted("o-1");
  }

  static OrderStory of(MachinePolicy policy) {
    return new OrderStory(WatchedMachine.of(policy));
  }

  OrderStory admit() {
    return input(new Input.CapacityGranted()).input(new Input.RulesChecked(Optional.empty()));
  }

  /// The gate opens, and a request of this step leaves.
  OrderStory call(Step step) {
    int before = calls.size();
    open();
    assertThat(calls).as("calls of %s", here.order()).hasSize(before + 1);
    assertThat(calls.getLast().kind()).isEqualTo(CallKind.SEND);
    assertThat(calls.getLast().step()).isEqualTo(step);
    return this;
  }

  /// The gate opens, and a status query leaves.
  OrderStory query() {
    int before = calls.size();
    open();
    assertThat(calls).hasSize(before + 1);
    assertThat(calls.getLast().kind()).isEqualTo(CallKind.QUERY);
    return this;
  }

  OrderStory open() {
    return input(new Input.GateOpened(false));
  }

  OrderStory confirm() {
    return answer(EveryInput.confirmed(here.order().state().current().orElseThrow().step()));
  }

  OrderStory answer(Answer answer) {
    return input(EveryInput.answer(here.order(), answer));
  }

  /// Time passes until the order has to be looked at, if it has to wait for that.
  OrderStory later() {
    boolean waits =
        here.order()
            .state()
            .current()
            .filter(run -> !(run.phase() instanceof Phase.Ready))
            .isPresent();
    return waits ? at(wakeUpAt().orElseThrow()).input(new Input.TimeReached()) : this;
  }

  OrderStory at(Instant time) {
    here = here.at(time);
    return this;
  }

  OrderStory restore(Order order) {
    here = new Situation(order, here.witness(), here.now());
    return this;
  }

  OrderStory input(Input input) {
    Step1 step = machine.decide(here, input);
    assertThat(WatchedMachine.refused(step.decision())).as("%s refused", input).isFalse();
    take(step);
    return this;
  }

  boolean refuses(Input input) {
    Step1 step = machine.decide(here, input);
    take(step);
    return WatchedMachine.refused(step.decision());
  }

  private void take(Step1 step) {
    here = step.after();
    for (Effect effect : step.decision().effects()) {
      switch (effect) {
        case Effect.Call call -> calls.add(call);
        case Effect.DeadLetter letter -> deadLetters.add(letter.suspension().deadLetterId());
        case Effect.Publish _, Effect.Refuse _ -> {
          // Seen in the order itself.
        }
      }
    }
  }

  Input cancel() {
    return new Input.Cancel(here.order().lastCommand() + 1, "ops", "because");
  }

  Input redrive() {
    return new Input.Redrive(here.order().lastCommand() + 1, "ops", "because");
  }

  Input resolve(Step step, boolean done) {
    return new Input.Resolve(
        here.order().lastCommand() + 1, "ops", step, done, Optional.of("by-hand"), "ticket");
  }

  Order now() {
    return here.order();
  }

  Instant time() {
    return here.now();
  }

  StateName state() {
    return here.order().state().name();
  }

  List<StateName> states() {
    return here.order().history().stream().map(HistoryEntry::state).toList();
  }

  StepRun run(Step step) {
    return here.order().run(step).orElseThrow();
  }

  List<Step> undoSteps() {
    return ((OrderState.Compensating) here.order().state())
        .undo().stream().map(StepRun::step).toList();
  }

  Suspension suspension() {
    return here.order().suspended().orElseThrow();
  }

  Failure failure() {
    return here.order().state() instanceof OrderState.Failed failed
        ? failed.failure()
        : ((OrderState.Compensating) here.order().state()).failure();
  }

  Optional<Instant> wakeUpAt() {
    return machine.machine().wakeUpAt(here.order());
  }

  List<Effect.Call> calls() {
    return calls;
  }

  List<String> deadLetters() {
    return deadLetters;
  }
}
