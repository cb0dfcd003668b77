package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The orders on their way at this instance, counted in one walk over them.
final class OrderSample {

  static final OrderSample EMPTY = new OrderSample();

  private final Map<StateName, Integer> depth = new EnumMap<>(StateName.class);
  private final Map<StateName, Instant> oldest = new EnumMap<>(StateName.class);
  private final Map<Step, Instant> doubtful = new EnumMap<>(Step.class);
  private final Map<String, Integer> suspended = new HashMap<>();

  private OrderSample() {}

  static OrderSample of(Stream<Order> orders) {
    OrderSample sample = new OrderSample();
    orders.forEach(sample::add);
    return sample;
  }

  private void add(Order order) {
    StateName state = order.state().name();
    depth.merge(state, 1, Integer::sum);
    if (order.suspended().isPresent()) {
      suspended.merge(order.suspended().get().reason(), 1, Integer::sum);
    } else {
      oldest.merge(state, order.admittedAt(), OrderSample::earlier);
    }
    order.state().current().filter(StepRun::inDoubt).ifPresent(this::doubt);
  }

  private void doubt(StepRun run) {
    run.firstSentAt().ifPresent(sent -> doubtful.merge(run.step(), sent, OrderSample::earlier));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  int depth(StateName state) {
    return depth.getOrDefault(state, 0);
  }

  /// When the oldest order in the state was admitted; suspended ones are not counted.
  Optional<Instant> oldest(StateName state) {
    return Optional.ofNullable(oldest.get(state));
  }

  /// When the first request was sent of the oldest call that may have taken effect, or not.
  Optional<Instant> oldestDoubt(Step step) {
    return Optional.ofNullable(doubtful.get(step));
  }

  /// Suspended orders by reason.
  Map<String, Integer> suspended() {
    return suspended;
  }
}
