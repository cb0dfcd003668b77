package dev.orderpipeline.http.console;

import dev.orderpipeline.domain.HistoryEntry;
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
  public void advanced(int partition, Order order, int before) {
    if (before < 0) {
      count(StateName.PENDING);
    }
    StateName from = StateName.PENDING;
    for (HistoryEntry entry : order.history()) {
      // One that was suspended or resumed has not moved.
      if (entry.version() > before && entry.state() != from) {
        count(entry.state());
      }
      from = entry.state();
    }
    if (order.state().name().isFinal()) {
      last.set(Math.floorMod(next.getAndIncrement(), LAST), order);
    }
  }

  private void count(StateName state) {
    LongAdder count = entered.get(state);
    if (count != null) {
      count.increment();
    }
  }

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
