package dev.orderpipeline.http.console;

import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Counts the orders on their way by state, and finds the oldest and the suspended ones. For one
/// walk over them.
public final class OrderCount {

  static final int MOST_SUSPENDED = 50;

  private static final class Count {
    int orders;
    int inFlight;
    int waiting;
    int parked;
    int suspended;
    @Nullable Order oldest;
  }

  private final Map<StateName, Count> counts = new EnumMap<>(StateName.class);

  /// Youngest at the head, so that it is dropped when there are too many.
  private final PriorityQueue<Order> suspended =
      new PriorityQueue<>(Comparator.comparing(Order::at).reversed());

  private int suspendedCount;

  public OrderCount() {
    for (StateName state : StateName.values()) {
      if (!state.isFinal()) {
        counts.put(state, new Count());
      }
    }
  }

  public void add(Order order) {
    Count count = counts.get(order.state().name());
    if (count == null) {
      return;
    }
    count.orders++;
    Order oldest = count.oldest;
    if (oldest == null || order.at().isBefore(oldest.at())) {
      count.oldest = order;
    }
    if (order.suspended().isPresent()) {
      count.suspended++;
      suspend(order);
    } else {
      order.state().current().map(StepRun::phase).ifPresent(phase -> count(count, phase));
    }
  }

  private static void count(Count count, Phase phase) {
    switch (phase) {
      case Phase.InFlight _ -> count.inFlight++;
      case Phase.Parked _ -> count.parked++;
      case Phase.Ready _, Phase.Waiting _ -> count.waiting++;
      case Phase.Ended _ -> {}
    }
  }

  private void suspend(Order order) {
    suspendedCount++;
    suspended.add(order);
    if (suspended.size() > MOST_SUSPENDED) {
      suspended.remove();
    }
  }

  /// In the order of the states; final ones have rates only.
  public List<InstanceView.State> states(Map<StateName, Double> rates) {
    List<InstanceView.State> states = new ArrayList<>();
    for (StateName state : StateName.values()) {
      Count count = counts.getOrDefault(state, new Count());
      Order oldest = count.oldest;
      states.add(
          new InstanceView.State(
              state.name(),
              count.orders,
              count.inFlight,
              count.waiting,
              count.parked,
              count.suspended,
              rates.getOrDefault(state, 0.0),
              oldest == null ? null : oldest.at().toEpochMilli(),
              oldest == null ? null : oldest.orderId()));
    }
    return states;
  }

  public int suspendedCount() {
    return suspendedCount;
  }

  /// The oldest of them, oldest first.
  public List<InstanceView.Suspended> suspended() {
    return suspended.stream()
        .sorted(Comparator.comparing(Order::at))
        .flatMap(order ->
            order.suspended().stream()
                .map(suspension ->
                    new InstanceView.Suspended(
                        order.orderId(),
                        suspension.reason(),
                        suspension.since().toEpochMilli(),
                        suspension.deadLetterId())))
        .toList();
  }

  /// Orders that got their outcome, newest first.
  public static List<InstanceView.Recent> recent(List<Order> orders) {
    return orders.stream()
        .sorted(Comparator.comparing(Order::at).reversed())
        .map(OrderCount::recent)
        .toList();
  }

  private static InstanceView.Recent recent(Order order) {
    Instant at = order.at();
    String failure =
        order.state() instanceof OrderState.Failed(Failure why, _, _, _) ? why.code() : null;
    return new InstanceView.Recent(
        order.orderId(),
        order.state().name().name(),
        failure,
        at.toEpochMilli(),
        Duration.between(order.admittedAt(), at).toMillis());
  }
}
