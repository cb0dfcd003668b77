package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An order on its way: what was placed, where it stands and how it got there.
///
/// @param source where the `OrderPlaced` lies that started it
/// @param traceparent W3C trace context that the order's spans continue
/// @param admittedAt when it became known
/// @param deadline when the forward steps are given up; counted from admission
/// @param version of the latest published snapshot; 0 before the first
/// @param previous the state before this one; empty in PENDING
/// @param at when the latest snapshot was taken
/// @param cause why the latest snapshot was taken
/// @param cancelledBy who sent the cancel that came before the order could act on it, and why
/// @param lastCommand offset of the last command applied, −1 before one; an older one is a
///   repetition
public record Order(
    OrderPlaced placed,
    SourcePosition source,
    Optional<String> traceparent,
    Instant admittedAt,
    Instant deadline,
    int version,
    OrderState state,
    Optional<StateName> previous,
    Instant at,
    String cause,
    Optional<Suspension> suspended,
    Optional<String> cancelledBy,
    long lastCommand,
    List<HistoryEntry> history) {

  public Order {
    history = List.copyOf(history);
  }

  public String orderId() {
    return placed.orderId();
  }

  /// The run of a step, wherever the order keeps it.
  public Optional<StepRun> run(Step step) {
    return runs().filter(run -> run.step() == step).findFirst();
  }

  private Stream<StepRun> runs() {
    return switch (state) {
      case OrderState.Pending _, OrderState.Validating _ -> Stream.empty();
      case OrderState.Charging s -> Stream.of(s.run());
      case OrderState.Reserving s -> Stream.of(s.charge(), s.run());
      case OrderState.Compensating s ->
          Stream.concat(
              Stream.of(s.charge()), Stream.concat(s.reserve().stream(), s.undo().stream()));
      case OrderState.Completed s -> Stream.of(s.charge(), s.reserve());
      case OrderState.Failed s ->
          Stream.of(s.charge().stream(), s.reserve().stream(), s.undo().stream())
              .flatMap(runs -> runs);
    };
  }

  /// The snapshot after a transition.
  Order enter(OrderState next, String why, Instant now) {
    return snapshot(next, Optional.empty(), why, now);
  }

  /// The snapshot after being suspended in the state it is in.
  Order suspend(OrderState same, String reason, Instant now) {
    String deadLetterId = orderId() + ":" + (version + 1);
    return snapshot(
        same, Optional.of(new Suspension(reason, now, deadLetterId)), "suspended: " + reason, now);
  }

  /// The same snapshot with the step's calls further on.
  Order within(OrderState same) {
    return new Order(
        placed,
        source,
        traceparent,
        admittedAt,
        deadline,
        version,
        same,
        previous,
        at,
        cause,
        suspended,
        cancelledBy,
        lastCommand,
        history);
  }

  /// The same with no more time than until then.
  public Order dueBy(Instant latest) {
    return new Order(
        placed,
        source,
        traceparent,
        admittedAt,
        deadline.isBefore(latest) ? deadline : latest,
        version,
        state,
        previous,
        at,
        cause,
        suspended,
        cancelledBy,
        lastCommand,
        history);
  }

  Order cancelledBy(String who) {
    return new Order(
        placed,
        source,
        traceparent,
        admittedAt,
        deadline,
        version,
        state,
        previous,
        at,
        cause,
        suspended,
        Optional.of(who),
        lastCommand,
        history);
  }

  Order commandApplied(long offset) {
    return new Order(
        placed,
        source,
        traceparent,
        admittedAt,
        deadline,
        version,
        state,
        previous,
        at,
        cause,
        suspended,
        cancelledBy,
        offset,
        history);
  }

  private Order snapshot(
      OrderState next, Optional<Suspension> suspension, String why, Instant now) {
    int nextVersion = version + 1;
    return new Order(
        placed,
        source,
        traceparent,
        admittedAt,
        deadline,
        nextVersion,
        next,
        Optional.of(state.name()),
        now,
        why,
        suspension,
        cancelledBy,
        lastCommand,
        Stream.concat(
                history.stream(), Stream.of(new HistoryEntry(nextVersion, next.name(), now, why)))
            .toList());
  }
}
