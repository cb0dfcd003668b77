package dev.orderpipeline.http;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.CommittedOrders;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests that are held until their order gets somewhere. A bounded number. Hears of orders on
/// stream threads, and only hands on there.
final class Waiting implements CommittedOrders.Listener {

  private final Vertx vertx;
  private final int limit;
  private final AtomicInteger held = new AtomicInteger();
  private final Map<String, Set<Waiter>> byOrder = new ConcurrentHashMap<>();

  Waiting(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  int held() {
    return held.get();
  }

  /// Waits for an order of a partition of this instance. To be registered before the order is
  /// looked at, so that nothing is missed between.
  Waiter register(int partition, String orderId, Set<StateName> states) {
    if (held.incrementAndGet() > limit) {
      held.decrementAndGet();
      throw new Refusal(
          Problem.later(
              503, "overloaded", "%d requests wait for their orders already".formatted(limit), 1));
    }
    Waiter waiter = new Waiter(partition, orderId, states, vertx.getOrCreateContext());
    byOrder.compute(
        orderId,
        (_, all) -> {
          Set<Waiter> waiters = all == null ? ConcurrentHashMap.newKeySet() : all;
          waiters.add(waiter);
          return waiters;
        });
    return waiter;
  }

  @Override
  public void committed(int partition, Optional<Order> before, Order order) {
    Set<Waiter> waiters = byOrder.get(order.orderId());
    if (waiters != null) {
      waiters.forEach(waiter -> waiter.heard(order));
    }
  }

  @Override
  public void left(int partition) {
    byOrder
        .values()
        .forEach(waiters ->
            waiters.stream()
                .filter(waiter -> waiter.partition == partition)
                .forEach(Waiter::moved));
  }

  /// One held request.
  final class Waiter {
    private final int partition;
    private final String orderId;
    private final Set<StateName> states;
    private final Context context;
    private final Promise<Optional<Order>> promise = Promise.promise();
    private boolean given;

    private Waiter(int partition, String orderId, Set<StateName> states, Context context) {
      this.partition = partition;
      this.orderId = orderId;
      this.states = states;
      this.context = context;
    }

    /// The order in a state that was waited for; empty if the partition has left, or it was given
    /// up.
    Future<Optional<Order>> future() {
      return promise.future();
    }

    private void heard(Order order) {
      if (states.contains(order.state().name())) {
        tell(Optional.of(order));
      }
    }

    private void moved() {
      tell(Optional.empty());
    }

    /// On the request's event loop; stream threads go on at once.
    private void tell(Optional<Order> order) {
      try {
        context.runOnContext(_ -> promise.tryComplete(order));
      } catch (RejectedExecutionException closed) {
        // The server has been closed, and the request with it.
      }
    }

    /// Ends the waiting, whether it came to something or not. Any number of times.
    synchronized void giveUp() {
      if (given) {
        return;
      }
      given = true;
      held.decrementAndGet();
      byOrder.computeIfPresent(
          orderId,
          (_, waiters) -> {
            waiters.remove(this);
            return waiters.isEmpty() ? null : waiters;
          });
      moved();
    }
  }
}
