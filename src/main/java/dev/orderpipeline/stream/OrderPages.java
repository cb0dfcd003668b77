package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.streams.errors.StreamsException;

/// Merges what the partitions of this instance have into one page by orderId. Looks at a bounded
/// number of orders: a page may be short, and says how far it has looked.
final class OrderPages {

  /// Each is decoded: about 100 ms.
  private static final int MOST_LOOKED_AT = 5_000;

  /// A source with its next order taken out.
  private record Head(Order order, Iterator<Order> rest) {}

  private OrderPages() {}

  static OrderPage of(
      Map<Integer, CommittedOrders.Part> parts,
      FinishedScan finished,
      OrderFilter filter,
      Instant now) {
    List<FinishedScan.Cursor> cursors = new ArrayList<>();
    try {
      PriorityQueue<Head> heads =
          new PriorityQueue<>(Comparator.comparing(head -> head.order().orderId()));
      Set<Integer> covered = new HashSet<>();
      for (Map.Entry<Integer, CommittedOrders.Part> part : parts.entrySet()) {
        if (add(part.getKey(), part.getValue(), finished, filter, now, cursors, heads)) {
          covered.add(part.getKey());
        }
      }
      return merge(heads, filter, covered);
    } finally {
      cursors.forEach(FinishedScan.Cursor::close);
    }
  }

  private static boolean add(
      int partition,
      CommittedOrders.Part part,
      FinishedScan finished,
      OrderFilter filter,
      Instant now,
      List<FinishedScan.Cursor> cursors,
      PriorityQueue<Head> heads) {
    if (filter.wantsActive()) {
      push(heads, part.activeAfter(filter.after()).iterator());
    }
    if (filter.wantsFinished()) {
      try {
        List<FinishedScan.Cursor> opened = finished.after(partition, filter.after(), now);
        cursors.addAll(opened);
        opened.forEach(cursor -> push(heads, new Settled(cursor, part)));
      } catch (StreamsException | IllegalStateException moved) {
        return false;
      }
    }
    return true;
  }

  private static void push(PriorityQueue<Head> heads, Iterator<Order> source) {
    if (source.hasNext()) {
      heads.add(new Head(source.next(), source));
    }
  }

  private static OrderPage merge(
      PriorityQueue<Head> heads, OrderFilter filter, Set<Integer> covered) {
    List<Order> found = new ArrayList<>();
    String last = "";
    for (int looked = 0; looked < MOST_LOOKED_AT; looked++) {
      Head head = heads.poll();
      if (head == null) {
        return new OrderPage(found, Optional.empty(), covered);
      }
      if (found.size() == filter.limit()) {
        return new OrderPage(found, Optional.of(last), covered);
      }
      push(heads, head.rest());
      last = head.order().orderId();
      if (filter.takes(head.order())) {
        found.add(head.order());
      }
    }
    return new OrderPage(found, Optional.of(last), covered);
  }

  /// Finished orders without those whose end may still be rolled back: as far as anybody outside
  /// knows, they are on their way, or not there yet.
  private static final class Settled implements Iterator<Order> {
    private final Iterator<Order> all;
    private final CommittedOrders.Part part;
    private Optional<Order> next = Optional.empty();

    Settled(Iterator<Order> all, CommittedOrders.Part part) {
      this.all = all;
      this.part = part;
    }

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && all.hasNext()) {
        Order order = all.next();
        boolean open =
            part.active(order.orderId()).isPresent() || part.isUnsettled(order.orderId());
        next = open ? Optional.empty() : Optional.of(order);
      }
      return next.isPresent();
    }

    @Override
    public Order next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more finished orders");
      }
      Order order = next.orElseThrow();
      next = Optional.empty();
      return order;
    }
  }
}
