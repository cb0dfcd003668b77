package dev.orderpipeline.protocol;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The orders of one task: those on their way in memory and in the store, those finished in the
/// store only. A task that is rolled back gets a new book, loaded from what was committed.
public final class OrderBook {

  private final SnapshotReader reader = new SnapshotReader();
  private final Function<Order, byte[]> writer;
  private final InHand inHand = new InHand();
  private final ActiveStore store;
  private final FinishedStore finished;
  private final Capacity capacity;
  private final BookWatcher watcher;
  private final Map<String, Order> active = new HashMap<>();
  private int holding;
  private int queued;

  /// The book of what was committed. Reading it at once makes its orders count before the intake is
  /// asked for more.
  ///
  /// @param store ready to be read
  public OrderBook(ActiveStore store, FinishedStore finished, Capacity capacity) {
    this(store, finished, capacity, BookWatcher.NONE, new SnapshotWriter()::write);
  }

  /// The same, watched.
  ///
  /// @param writer makes an order's snapshot
  public OrderBook(
      ActiveStore store,
      FinishedStore finished,
      Capacity capacity,
      BookWatcher watcher,
      Function<Order, byte[]> writer) {
    this.writer = writer;
    this.store = store;
    this.finished = finished;
    this.capacity = capacity;
    this.watcher = watcher;
    store.forEach(bytes -> {
      Order order = reader.read(bytes);
      account(Optional.empty(), order);
      active.put(order.orderId(), order);
    });
    watcher.opened(active.values());
  }

  /// What the task is working on.
  public InHand inHand() {
    return inHand;
  }

  Optional<Order> active(String orderId) {
    return Optional.ofNullable(active.get(orderId));
  }

  List<Order> active(Predicate<StateName> inState) {
    return active.values().stream().filter(order -> inState.test(order.state().name())).toList();
  }

  Optional<Order> finished(String orderId, Instant now) {
    return finished.find(orderId, now).map(reader::read);
  }

  boolean hasRoom() {
    return capacity.admits();
  }

  /// Keeps the order as it is now.
  ///
  /// @return its snapshot as written
  byte[] save(Order order) {
    watcher.saving(order);
    byte[] bytes = writer.apply(order);
    if (order.state().name().isFinal()) {
      finish(order, bytes);
    } else {
      account(Optional.ofNullable(active.put(order.orderId(), order)), order);
      store.put(order.orderId(), bytes);
    }
    return bytes;
  }

  byte[] snapshot(Order order) {
    return writer.apply(order);
  }

  private void finish(Order order, byte[] bytes) {
    Order before = active.remove(order.orderId());
    if (before != null) {
      store.delete(order.orderId());
      account(holds(before) ? -1 : 0, waits(before) ? -1 : 0);
    }
    finished.put(order.orderId(), order.at(), bytes);
  }

  private void account(Optional<Order> before, Order after) {
    int held = before.filter(OrderBook::holds).isPresent() ? 1 : 0;
    int waited = before.filter(OrderBook::waits).isPresent() ? 1 : 0;
    account((holds(after) ? 1 : 0) - held, (waits(after) ? 1 : 0) - waited);
  }

  private void account(int held, int waiting) {
    holding += held;
    capacity.take(held);
    queued += waiting;
    capacity.queue(waiting);
  }

  private static boolean holds(Order order) {
    return order.suspended().isEmpty() && order.state().name() != StateName.PENDING;
  }

  private static boolean waits(Order order) {
    return order.state().name() == StateName.PENDING;
  }

  /// The task goes; its orders no longer count here.
  public void close() {
    watcher.closed();
    account(-holding, -queued);
    active.clear();
  }
}
