package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.CommittedOrders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Measures how long orders stay in a state, and from their admission to their outcome, once it is
/// committed. Hears of them on stream threads; allocates nothing. Thread-safe.
final class OrderTimes implements CommittedOrders.Listener {

  /// What the machine does; see `topology-docs/states.md`.
  private static final Map<StateName, List<StateName>> MOVES =
      Map.of(
          StateName.PENDING, List.of(StateName.VALIDATING),
          StateName.VALIDATING, List.of(StateName.CHARGING, StateName.FAILED),
          StateName.CHARGING,
              List.of(StateName.RESERVING, StateName.COMPENSATING, StateName.FAILED),
          StateName.RESERVING, List.of(StateName.COMPLETED, StateName.COMPENSATING),
          StateName.COMPENSATING, List.of(StateName.FAILED));

  private final Map<StateName, Map<StateName, Timer>> moves = new EnumMap<>(StateName.class);
  private final Timer completed;
  private final Timer failed;
  private final InstantSource clock;

  OrderTimes(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    MOVES.forEach((from, targets) -> {
      Map<StateName, Timer> row = new EnumMap<>(StateName.class);
      targets.forEach(to -> row.put(to, move(registry, from, to)));
      moves.put(from, row);
    });
    this.completed = outcome(registry, StateName.COMPLETED);
    this.failed = outcome(registry, StateName.FAILED);
  }

  private static Timer move(MeterRegistry registry, StateName from, StateName to) {
    return Timer.builder("pipeline.transition.duration")
        .description(
            "Time an order was in a state, by the state it left and the one it came into, as"
                + " committed")
        .tag("from", Names.of(from))
        .tag("to", Names.of(to))
        .serviceLevelObjectives(Buckets.ORDER)
        .register(registry);
  }

  private static Timer outcome(MeterRegistry registry, StateName state) {
    return Timer.builder("pipeline.order.duration")
        .description(
            "End-to-end latency: from an order's admission until its outcome is committed; what it"
                + " waited in its topic before is the input's lag")
        .tag("outcome", Names.of(state))
        .serviceLevelObjectives(Buckets.ORDER)
        .register(registry);
  }

  @Override
  public void advanced(int partition, Order order, int before) {
    StateName from = StateName.PENDING;
    Instant since = order.admittedAt();
    for (HistoryEntry entry : order.history()) {
      // One that was suspended or resumed has not moved.
      if (entry.state() != from) {
        if (entry.version() > before) {
          moved(from, entry.state(), since, entry.at());
        }
        from = entry.state();
        since = entry.at();
      }
    }
    if (order.state().name().isFinal()) {
      Timer outcome = order.state().name() == StateName.COMPLETED ? completed : failed;
      outcome.record(clock.millis() - order.admittedAt().toEpochMilli(), TimeUnit.MILLISECONDS);
    }
  }

  private void moved(StateName from, StateName to, Instant since, Instant at) {
    Map<StateName, Timer> row = moves.get(from);
    Timer timer = row == null ? null : row.get(to);
    if (timer != null) {
      timer.record(at.toEpochMilli() - since.toEpochMilli(), TimeUnit.MILLISECONDS);
    }
  }
}
