package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes an order up again from its latest published snapshot, when whatever was written after it
/// has been lost: what the calls within a state came to is not published, so anything that can have
/// happened since the snapshot counts as possible.
public final class Restoration {

  private static final int MOST = 1_000_000;

  /// What can be printed, put into a record's timestamp and added to.
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private Restoration() {}

  /// The order as it has to be taken up. A step that has not ended may have been called from the
  /// moment of the snapshot on, under its key, with an outcome that nobody knows. A suspended
  /// order's snapshot is exact: nobody calls for it.
  ///
  /// @param snapshot without a flaw
  /// @param offset of the command that brings it back, so that commands from before do not apply
  public static Order takenUp(Order snapshot, long offset, Instant now) {
    Order order = snapshot.commandApplied(offset);
    if (order.suspended().isPresent()) {
      return order;
    }
    return switch (order.state()) {
      case OrderState.Forward forward ->
          order.within(forward.with(forward.run().calledSince(order.at(), now)));
      case OrderState.Compensating compensating ->
          order.within(
              new OrderState.Compensating(
                  compensating.failure(),
                  compensating.charge(),
                  compensating.reserve(),
                  compensating.undo().stream()
                      .map(run -> run.ended() ? run : run.calledSince(order.at(), now))
                      .toList()));
      case OrderState.Pending _,
          OrderState.Validating _,
          OrderState.Completed _,
          OrderState.Failed _ ->
          order;
    };
  }

  /// Why an order cannot have been published like that; empty if it can.
  public static Optional<String> flaw(Order order) {
    return state(order)
        .or(() -> number("version", order.version(), 1))
        .or(() -> times(order))
        .or(() ->
            Stream.of(Step.values())
                .flatMap(step -> order.run(step).stream())
                .flatMap(run -> run(run).stream())
                .findFirst());
  }

  private static Optional<String> state(Order order) {
    boolean suspended = order.suspended().isPresent();
    return switch (order.state()) {
      case OrderState.Pending _ -> Optional.of("a pending order is not published");
      case OrderState.Validating _ -> suspended ? cannotBeSuspended(order) : Optional.empty();
      case OrderState.Charging charging ->
          charging.run().ended() ? Optional.of("charge has ended") : Optional.empty();
      case OrderState.Reserving reserving ->
          !reserving.charge().ended() || reserving.run().ended()
              ? Optional.of("charge must have ended and reserve must not")
              : Optional.empty();
      case OrderState.Compensating compensating ->
          !compensating.charge().ended()
                  || compensating.reserve().filter(run -> !run.ended()).isPresent()
                  || compensating.current().isEmpty()
              ? Optional.of("the forward steps must have ended, and one that undoes must not")
              : Optional.empty();
      case OrderState.Completed _, OrderState.Failed _ ->
          suspended ? cannotBeSuspended(order) : allEnded(order);
    };
  }

  private static Optional<String> cannotBeSuspended(Order order) {
    return Optional.of("in " + order.state().name() + " nothing is suspended");
  }

  private static Optional<String> allEnded(Order order) {
    return Stream.of(Step.values())
        .flatMap(step -> order.run(step).stream())
        .filter(run -> !run.ended())
        .map(run -> run.step().label() + " has not ended")
        .findFirst();
  }

  private static Optional<String> run(StepRun run) {
    String step = run.step().label();
    return run.key().isEmpty()
        ? Optional.of(step + " has no key")
        : number(step + ".attempts", run.attempts(), 0)
            .or(() -> number(step + ".forgiven", run.forgiven(), 0))
            .or(() -> number(step + ".calls", run.calls(), 0))
            .or(() -> number(step + ".setbacks", run.setbacks(), 0))
            .or(() -> run.firstSentAt().flatMap(at -> time(step + ".firstSentAt", at)))
            .or(() ->
                switch (run.phase()) {
                  case Phase.InFlight inFlight -> time(step + ".since", inFlight.since());
                  case Phase.Parked parked -> time(step + ".since", parked.since());
                  case Phase.Waiting waiting -> time(step + ".until", waiting.until());
                  case Phase.Ready _, Phase.Ended _ -> Optional.empty();
                });
  }

  private static Optional<String> times(Order order) {
    return time("at", order.at())
        .or(() -> time("admittedAt", order.admittedAt()))
        .or(() -> time("deadline", order.deadline()));
  }

  private static Optional<String> time(String field, Instant at) {
    return at.isBefore(EARLIEST) || at.isAfter(LATEST)
        ? Optional.of(field + " is no time that can be")
        : Optional.empty();
  }

  private static Optional<String> number(String field, int number, int least) {
    return number < least || number > MOST
        ? Optional.of("%s must be %d to %d".formatted(field, least, MOST))
        : Optional.empty();
  }
}
