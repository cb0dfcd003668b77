package dev.orderpipeline.bench;

import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.Arrivals;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Gives a cold variant work, a batch at a time, until it does not get faster any more: on two
/// cores the compiler alone decides the rates of the first half minute. If even loads are to be
/// measured there is one for a while: it runs other code than a backlog does, in the load generator
/// as in the variant.
final class WarmUp {

  private static final int FIRST_BATCH = 200;
  private static final Duration FIRST_LIMIT = Duration.ofMinutes(2);

  /// That many batches in a row must lie this close together.
  private static final int STEADY_BATCHES = 3;

  private static final double STEADY = 0.1;

  private final Load load;
  private final OutcomeWatcher watcher;
  private final Plan plan;
  private final List<Double> rates = new ArrayList<>();

  WarmUp(Load load, OutcomeWatcher watcher, Plan plan) {
    this.load = load;
    this.watcher = watcher;
    this.plan = plan;
  }

  /// Runs it.
  ///
  /// @return orders per second of each batch
  List<Double> run() throws InterruptedException {
    batch(FIRST_BATCH, FIRST_LIMIT);
    long until = System.nanoTime() + plan.warmUp().toNanos();
    while (System.nanoTime() < until && !steady()) {
      // Twice what it has come to: it gets faster, and a batch too small shows latency only.
      double orders = 2 * rates.getLast() * plan.batch().toNanos() / 1e9;
      batch(Math.clamp((long) orders, FIRST_BATCH, plan.orders()), patience());
    }
    if (plan.hasEvenLoads()) {
      evenLoad(rates.getLast() / 2);
    }
    return List.copyOf(rates);
  }

  private void batch(int orders, Duration limit) throws InterruptedException {
    load.prepare(orders);
    Arrivals arrivals = watcher.expect(orders);
    load.burst();
    awaitAll(arrivals, orders, limit);
    rates.add(arrivals.rate(0.1, 0.9));
  }

  private void evenLoad(double ordersPerSecond) throws InterruptedException {
    Duration length = plan.step().multipliedBy(2);
    int orders = Math.max(1, (int) (ordersPerSecond * length.toNanos() / 1e9));
    load.prepare(orders);
    Arrivals arrivals = watcher.expect(orders);
    var _ = load.pace(ordersPerSecond);
    load.awaitSent(length);
    awaitAll(arrivals, orders, patience());
  }

  private void awaitAll(Arrivals arrivals, int orders, Duration limit) throws InterruptedException {
    if (!watcher.await(arrivals, limit)) {
      throw new IllegalStateException(
          "of %d orders of the warm-up only %d had an outcome after %d s"
              .formatted(orders, arrivals.count(), limit.toSeconds()));
    }
  }

  private Duration patience() {
    return plan.batch().multipliedBy(10).plusSeconds(20);
  }

  private boolean steady() {
    if (rates.size() < STEADY_BATCHES + 1) {
      return false;
    }
    List<Double> last = rates.subList(rates.size() - STEADY_BATCHES, rates.size());
    double min = last.stream().mapToDouble(r -> r).min().orElseThrow();
    double max = last.stream().mapToDouble(r -> r).max().orElseThrow();
    return max - min <= STEADY * max;
  }
}
