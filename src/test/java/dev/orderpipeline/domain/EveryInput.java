package dev.orderpipeline.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every kind of thing that can happen to an order, by name; what fits it and what does not.
final class EveryInput {

  private EveryInput() {}

  static Map<String, Answer> answers(Step step) {
    Map<String, Answer> all = new LinkedHashMap<>();
    all.put("Confirmed", confirmed(step));
    if (step.lane() == Lane.COMPENSATION) {
      all.put("Confirmed, nothing there", nothingThere(step));
    }
    all.put("Declined", new Answer.Declined("declined", "no"));
    all.put("Rejected", new Answer.Rejected("idempotency_key_reused", "another body"));
    all.put("InFlight", new Answer.InFlight(Optional.empty()));
    all.put("InFlight, retry after", new Answer.InFlight(Optional.of(Duration.ofMinutes(1))));
    all.put("Unavailable", new Answer.Unavailable("unauthorized"));
    all.put("TryLater", new Answer.TryLater("busy", Optional.empty()));
    all.put("TryLater, retry after", new Answer.TryLater("busy", Optional.of(Duration.ofDays(1))));
    all.put("NotSent", new Answer.NotSent("refused"));
    all.put("Unknown, answered", new Answer.Unknown("http_500", true));
    all.put("Unknown, silent", new Answer.Unknown("timeout", false));
    all.put("Absent", new Answer.Absent());
    return all;
  }

  static Answer.Confirmed confirmed(Step step) {
    String status =
        switch (step) {
          case CHARGE -> "CAPTURED";
          case RESERVE -> "RESERVED";
          case REFUND -> "REFUNDED";
          case RELEASE -> "RELEASED";
        };
    return new Answer.Confirmed(status, Optional.of("ref-" + step.label()));
  }

  static Answer.Confirmed nothingThere(Step step) {
    return new Answer.Confirmed(
        step == Step.REFUND ? "NOTHING_TO_REFUND" : "NOTHING_TO_RELEASE", Optional.empty());
  }

  /// The answer to the order's latest call.
  static Input.Answered answer(Order order, Answer answer) {
    StepRun run = order.state().current().orElseThrow();
    return new Input.Answered(order.version(), run.step(), run.calls(), answer);
  }

  static Map<String, Input> fitting(Order order) {
    Map<String, Input> all = new LinkedHashMap<>();
    all.put("CapacityGranted", new Input.CapacityGranted());
    all.put("RulesChecked, hold", new Input.RulesChecked(Optional.empty()));
    all.put(
        "RulesChecked, broken",
        new Input.RulesChecked(
            Optional.of(
                new Failure(
                    "rule_broken",
                    Classification.NON_RETRYABLE,
                    "a rule is broken",
                    Optional.of("validate")))));
    all.put("GateOpened", new Input.GateOpened(false));
    for (ParkReason reason : ParkReason.values()) {
      all.put("GateClosed, " + reason, new Input.GateClosed(reason));
    }
    all.put("TimeReached", new Input.TimeReached());
    all.put("Restarted", new Input.Restarted());
    long next = order.lastCommand() + 1;
    all.put("Cancel", new Input.Cancel(next, "ops", "because"));
    all.put("Redrive", new Input.Redrive(next, "ops", "because"));
    for (Step step : Step.values()) {
      all.put(
          "Resolve, " + step.label() + " done",
          new Input.Resolve(next, "ops", step, true, Optional.of("by-hand"), "ticket"));
      all.put(
          "Resolve, " + step.label() + " not done",
          new Input.Resolve(next, "ops", step, false, Optional.empty(), "ticket"));
    }
    order
        .state()
        .current()
        .ifPresent(run ->
            answers(run.step())
                .forEach((name, answer) -> all.put("Answered, " + name, answer(order, answer))));
    return all;
  }

  /// Answers to some other call, and commands that were applied before: all must be refused.
  static List<Input> misplaced(Order order) {
    List<Input> all = new ArrayList<>();
    Step current = order.state().current().map(StepRun::step).orElse(Step.CHARGE);
    int call = order.state().current().map(StepRun::calls).orElse(1);
    for (Answer answer : List.of(confirmed(current), new Answer.Unknown("timeout", false))) {
      for (Step step : Step.values()) {
        if (step != current) {
          all.add(new Input.Answered(order.version(), step, call, answer));
        }
      }
      all.add(new Input.Answered(order.version() - 1, current, call, answer));
      all.add(new Input.Answered(order.version() + 1, current, call, answer));
      all.add(new Input.Answered(order.version(), current, call - 1, answer));
      all.add(new Input.Answered(order.version(), current, call + 1, answer));
    }
    long old = order.lastCommand();
    all.add(new Input.Cancel(old, "ops", "again"));
    all.add(new Input.Redrive(old, "ops", "again"));
    all.add(new Input.Resolve(old, "ops", current, true, Optional.empty(), "again"));
    return all;
  }
}
