package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.BookWatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The orders on their way that this process owns, as they were last committed, for whoever asks
/// from outside. The stores hold what is decided, which may still be rolled back: nobody outside
/// must hear of it.
///
/// Written by stream threads when their transaction is committed, read by any thread; neither waits
/// for the other.
public final class CommittedOrders {

  /// Hears of every committed change, on the stream thread: must not block, nor throw.
  public interface Listener {
    /// @param before the order as it was committed before; empty for a new one
    default void committed(int partition, Optional<Order> before, Order order) {}

    /// As [#committed], but only if the order is new or has a new version. It may have come through
    /// several states in one transaction: its history has them.
    ///
    /// @param before the version that was known before; −1 for a new order
    default void advanced(int partition, Order order, int before) {}

    /// The partition is not owned here any more.
    default void left(int partition) {}
  }

  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  public void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  /// The partition, if it is owned here and its thread has asked the group lately. A process that
  /// was stopped believes to own what others own by now, until it asks.
  ///
  /// @param maxSilenceNanos how long ago it may have asked
  Optional<Part> part(int partition, long nowNanos, long maxSilenceNanos) {
    return Optional.ofNullable(parts.get(partition))
        .filter(part -> part.thread.polledWithin(nowNanos, maxSilenceNanos));
  }

  /// Whether a task here writes to the partition's stores, or did so until its process was stopped.
  boolean owns(int partition) {
    return parts.containsKey(partition);
  }

  /// The partitions owned here, by number.
  Map<Integer, Part> parts(long nowNanos, long maxSilenceNanos) {
    Map<Integer, Part> current = new ConcurrentHashMap<>(parts);
    current.values().removeIf(part -> !part.thread.polledWithin(nowNanos, maxSilenceNanos));
    return current;
  }

  /// For one stream thread.
  Changes changes() {
    return new Changes();
  }

  /// One partition's orders.
  static final class Part {
    private final Changes thread;
    private final ConcurrentSkipListMap<String, Order> active = new ConcurrentSkipListMap<>();

    /// Orders that came and ended in the open transaction.
    private final Set<String> unsettled = ConcurrentHashMap.newKeySet();

    private volatile boolean open = true;

    private Part(Changes thread) {
      this.thread = thread;
    }

    boolean isOpen() {
      return open;
    }

    Optional<Order> active(String orderId) {
      return Optional.ofNullable(active.get(orderId));
    }

    /// Those after an orderId, in its order.
    Collection<Order> activeAfter(String orderId) {
      return active.tailMap(orderId, false).values();
    }

    /// Whether what the store says of the order may still be rolled back. Asked after reading.
    boolean isUnsettled(String orderId) {
      return unsettled.contains(orderId);
    }

    private void saving(Order order) {
      if (order.state().name().isFinal() && !active.containsKey(order.orderId())) {
        unsettled.add(order.orderId());
      }
    }

    /// The order as it was known before.
    private Optional<Order> committed(Order order) {
      @Nullable Order before;
      if (order.state().name().isFinal()) {
        before = active.remove(order.orderId());
        unsettled.remove(order.orderId());
      } else {
        before = active.put(order.orderId(), order);
      }
      return Optional.ofNullable(before);
    }
  }

  private record Change(int partition, Part part, Order order) {}

  /// What the open transaction of one stream thread does to the orders. Used on that thread only,
  /// except [#polledWithin].
  final class Changes {
    private final List<Change> staged = new ArrayList<>();
    private volatile long lastPollNanos;
    private volatile boolean polledOnce;

    void committed() {
      for (Change change : staged) {
        if (change.part().open) {
          Optional<Order> known = change.part().committed(change.order());
          int before = known.map(Order::version).orElse(-1);
          for (Listener listener : listeners) {
            if (before != change.order().version()) {
              listener.advanced(change.partition(), change.order(), before);
            }
            listener.committed(change.partition(), known, change.order());
          }
        }
      }
      staged.clear();
    }

    void aborted() {
      staged.clear();
    }

    void polled(long nanos) {
      lastPollNanos = nanos;
      polledOnce = true;
    }

    private boolean polledWithin(long nowNanos, long nanos) {
      return polledOnce && nowNanos - lastPollNanos < nanos;
    }

    /// Watches the book of a partition's task.
    BookWatcher of(int partition) {
      Part part = new Part(this);
      return new BookWatcher() {
        @Override
        public void opened(Collection<Order> active) {
          active.forEach(order -> part.active.put(order.orderId(), order));
          parts.put(partition, part);
        }

        @Override
        public void saving(Order order) {
          part.saving(order);
          staged.add(new Change(partition, part, order));
        }

        @Override
        public void closed() {
          part.open = false;
          parts.remove(partition, part);
          listeners.forEach(listener -> listener.left(partition));
        }
      };
    }
  }
}
