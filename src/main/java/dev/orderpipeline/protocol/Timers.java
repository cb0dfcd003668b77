package dev.orderpipeline.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// When each order has to be looked at next. Derived from the orders, never stored. At most one
/// entry an order.
final class Timers {

  private record Entry(Instant at, String orderId) {}

  private final TreeSet<Entry> byTime =
      new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::orderId));
  private final Map<String, Entry> byOrder = new HashMap<>();

  void set(String orderId, Optional<Instant> at) {
    Entry next = at.map(time -> new Entry(time, orderId)).orElse(null);
    Entry old = next == null ? byOrder.remove(orderId) : byOrder.put(orderId, next);
    if (old != null) {
      byTime.remove(old);
    }
    if (next != null) {
      byTime.add(next);
    }
  }

  void cancel(String orderId) {
    set(orderId, Optional.empty());
  }

  /// Takes out one order whose time has come.
  Optional<String> pollDue(Instant now) {
    if (byTime.isEmpty() || byTime.first().at().isAfter(now)) {
      return Optional.empty();
    }
    Entry due = byTime.removeFirst();
    byOrder.remove(due.orderId());
    return Optional.of(due.orderId());
  }

  boolean isEmpty() {
    return byTime.isEmpty();
  }
}
