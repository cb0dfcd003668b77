package dev.orderpipeline.http.console;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.CommittedOrders;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Counts the orders that come into each state, as committed, and remembers the last that got their
/// outcome. Hears of them on stream threads: a few additions each, no lock. Thread-safe.
public final class Flow implements CommittedOrders.Listener {

  private static final int LAST = 16;

  private final Map<StateName, LongAdder> entered = new EnumMap<>(StateName.class);
  private final AtomicReferenceArray<Order> last = new AtomicReferenceArray<>(LAST);
  private final AtomicInteger next = new AtomicInteger();

  public Flow() {
    for (StateName state : StateName.values()) {
      entered.put(state, new LongAdder());
    }
  }

  @Override
  public void published(int partition, Order order) {
    StateName state = order.state().name();
    if (order.previous().equals(Optional.of(state))) {
      return; // suspended or resumed
    }
    LongAdder count = entered.get(state);
    if (count != null) {
      count.increment();
    }
    if (state.isFinal()) {
      last.set(Math.floorMod(next.getAndIncrement(), LAST), order);
    }
  }

  @Override
  public void committed(int partition, Order order) {}

  @Override
  public void left(int partition) {}

  /// Orders that have come into the state so far.
  long entered(StateName state) {
    LongAdder count = entered.get(state);
    return count == null ? 0 : count.sum();
  }

  /// The last orders that got their outcome, in no order.
  public List<Order> last() {
    List<Order> orders = new ArrayList<>();
    for (int slot = 0; slot < LAST; slot++) {
      Optional.ofNullable(last.get(slot)).ifPresent(orders::add);
    }
    return orders;
  }
}
