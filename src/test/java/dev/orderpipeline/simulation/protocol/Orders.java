package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.StepRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Orders and runs as the machine would never make them.
final class Orders {

  private Orders() {}

  static Order mapRuns(Order order, UnaryOperator<StepRun> change) {
    return with(
        order,
        switch (order.state()) {
          case OrderState.Pending state -> state;
          case OrderState.Validating state -> state;
          case OrderState.Charging state -> new OrderState.Charging(change.apply(state.run()));
          case OrderState.Reserving state ->
              new OrderState.Reserving(change.apply(state.charge()), change.apply(state.run()));
          case OrderState.Compensating state ->
              new OrderState.Compensating(
                  state.failure(),
                  change.apply(state.charge()),
                  state.reserve().map(change),
                  state.undo().stream().map(change).toList());
          case OrderState.Completed state ->
              new OrderState.Completed(change.apply(state.charge()), change.apply(state.reserve()));
          case OrderState.Failed state ->
              new OrderState.Failed(
                  state.failure(),
                  state.charge().map(change),
                  state.reserve().map(change),
                  state.undo().stream().map(change).toList());
        },
        order.history());
  }

  /// The order with its latest version in another state.
  static Order in(Order order, OrderState state) {
    List<HistoryEntry> history = new ArrayList<>(order.history());
    HistoryEntry last = history.removeLast();
    history.add(new HistoryEntry(last.version(), state.name(), last.at(), last.cause()));
    return with(order, state, history);
  }

  private static Order with(Order order, OrderState state, List<HistoryEntry> history) {
    return new Order(
        order.placed(),
        order.source(),
        order.traceparent(),
        order.admittedAt(),
        order.deadline(),
        order.version(),
        state,
        order.previous(),
        order.at(),
        order.cause(),
        order.suspended(),
        order.cancelledBy(),
        order.lastCommand(),
        history);
  }

  static StepRun keyed(StepRun run, String key) {
    return with(run, key, run.payloadHash(), run.attempts());
  }

  static StepRun hashed(StepRun run, String hash) {
    return with(run, run.key(), hash, run.attempts());
  }

  static StepRun attempts(StepRun run, int attempts) {
    return with(run, run.key(), run.payloadHash(), attempts);
  }

  private static StepRun with(StepRun run, String key, String hash, int attempts) {
    return new StepRun(
        run.step(),
        key,
        hash,
        attempts,
        Math.min(run.forgiven(), attempts),
        run.calls(),
        run.setbacks(),
        run.inDoubt(),
        run.firstSentAt(),
        run.lastCode(),
        run.log(),
        run.phase());
  }
}
