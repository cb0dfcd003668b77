package dev.orderpipeline.domain;

import dev.orderpipeline.domain.WatchedMachine.Situation;
import dev.orderpipeline.domain.WatchedMachine.Step1;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that can become of an order: every input in every situation that can be reached, with
/// situations taken as one that differ only in numbers the machine does not compare.
final class Exploration {

  private static final int MOST_SITUATIONS = 20_000;

  private final WatchedMachine machine;
  private final MachinePolicy policy;
  private final Set<String> known = new HashSet<>();
  private final Queue<Situation> next = new ArrayDeque<>();

  Exploration(MachinePolicy policy) {
    this.machine = WatchedMachine.of(policy);
    this.policy = policy;
  }

  /// Visits all.
  ///
  /// @param visitor gets the name of the input and what it did
  /// @return how many situations there are
  int run(BiConsumer<String, Step1> visitor) {
    add(machine.admitted("o-1"));
    while (!next.isEmpty()) {
      Situation here = next.remove();
      later(here).forEach(time -> add(here.at(time)));
      EveryInput.fitting(here.order())
          .forEach((name, input) -> {
            Step1 step = ask(here, name, input);
            visitor.accept(name, step);
            add(step.after());
          });
      for (Input input : EveryInput.misplaced(here.order())) {
        Decision decision = machine.machine().decide(here.order(), input, here.now());
        if (!WatchedMachine.refused(decision) || !decision.order().equals(here.order())) {
          throw new AssertionError(input + " was not refused in " + key(here));
        }
      }
    }
    return known.size();
  }

  private Step1 ask(Situation here, String name, Input input) {
    try {
      return machine.decide(here, input);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s in %s, after %s: %s"
              .formatted(name, key(here), here.order().history(), e.getMessage()),
          e);
    }
  }

  private void add(Situation situation) {
    if (known.add(key(situation))) {
      if (known.size() > MOST_SITUATIONS) {
        throw new AssertionError("more than " + MOST_SITUATIONS + " situations");
      }
      next.add(situation);
    }
  }

  /// The moments ahead at which something changes.
  private Set<Instant> later(Situation here) {
    Order order = here.order();
    Set<Instant> moments = new TreeSet<>();
    machine.machine().wakeUpAt(order).ifPresent(moments::add);
    moments.add(order.deadline());
    for (Step step : Step.values()) {
      here.witness()
          .of(step)
          .firstSent()
          .ifPresent(at -> {
            moments.add(at.plus(policy.resendWindow()));
            moments.add(at.plus(policy.keyRetention()));
          });
    }
    moments.removeIf(moment -> !moment.isAfter(here.now()));
    return moments;
  }

  private String key(Situation here) {
    Order order = here.order();
    String runs =
        Stream.of(Step.values())
            .flatMap(step -> order.run(step).stream())
            .map(run -> key(run, here.now()))
            .collect(Collectors.joining(" "));
    String seen =
        Stream.of(Step.values())
            .map(step -> key(here.witness().of(step)))
            .collect(Collectors.joining(" "));
    return "%s %s [%s] seen [%s] %s cancelled=%s"
        .formatted(
            order.state().name(),
            order.suspended().map(Suspension::reason).orElse("-"),
            runs,
            seen,
            age(here),
            order.cancelledBy().isPresent());
  }

  /// What the time means for the step that the order is at.
  private String age(Situation here) {
    Order order = here.order();
    if (order.state().current().isEmpty()) {
      return "";
    }
    Step current = order.state().current().get().step();
    Step original = Witness.original(current).orElse(current);
    boolean forward = order.state() instanceof OrderState.Forward;
    return "late=%s old=%s forgotten=%s"
        .formatted(
            forward && !here.now().isBefore(order.deadline()),
            here.witness().of(current).olderThan(policy.resendWindow(), here.now()),
            here.witness().of(original).olderThan(policy.keyRetention(), here.now()));
  }

  private String key(StepRun run, Instant now) {
    Optional<CallKind> call =
        switch (run.phase()) {
          case Phase.Ready(var next) -> Optional.of(next);
          case Phase.Parked(var next, _, _) -> Optional.of(next);
          case Phase.InFlight(var kind, _) -> Optional.of(kind);
          case Phase.Waiting(var next, _) -> Optional.of(next);
          case Phase.Ended _ -> Optional.empty();
        };
    String phase =
        switch (run.phase()) {
          case Phase.Ready _ -> "ready";
          case Phase.Parked _ -> "parked";
          case Phase.InFlight(_, var since) ->
              "in flight" + due(since.plus(policy.answerWithin()), now);
          case Phase.Waiting(_, var until) -> "waiting" + due(until, now);
          case Phase.Ended(var outcome, _, _) -> "ended " + outcome;
        };
    int attempts = call.equals(Optional.of(CallKind.SEND)) ? run.attemptsSpent() : 0;
    int queries = call.equals(Optional.of(CallKind.QUERY)) ? run.setbacks() : 0;
    return "%s %s %s attempts=%d queries=%d doubt=%s"
        .formatted(
            run.step(),
            phase,
            call.map(CallKind::name).orElse(""),
            attempts,
            queries,
            !run.ended() && run.inDoubt());
  }

  private static String key(Witness.Seen seen) {
    return seen.undone()
        ? "undone"
        : "%s%s%s"
            .formatted(
                seen.onItsWay() ? "w" : "-",
                seen.possible() ? "p" : "-",
                seen.certain() ? "c" : "-");
  }

  private static String due(Instant at, Instant now) {
    return now.isBefore(at) ? "" : " over";
  }
}
