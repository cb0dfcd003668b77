package dev.orderpipeline.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// How long everything takes.
///
/// @param rounds how often each variant takes its turn
/// @param warmUp longest warm-up; it ends sooner once the rate is steady
/// @param batch of the warm-up: how much work at the rate seen so far
/// @param drain how much work the backlog is, at the rate seen in the warm-up
/// @param orders of the backlog, at most
/// @param backlog orders of the backlog whatever the rate, if that is given
/// @param step how long each load is kept up
/// @param fractions of saturation at which latency is measured
/// @param rates in orders per second at which it is measured besides, if they are below saturation
record Plan(
    int rounds,
    Duration warmUp,
    Duration batch,
    Duration drain,
    int orders,
    OptionalInt backlog,
    Duration step,
    List<Double> fractions,
    List<Double> rates) {

  Plan {
    fractions = List.copyOf(fractions);
    rates = List.copyOf(rates);
  }

  private static final List<Double> FRACTIONS = List.of(0.25, 0.5, 0.75);

  static Plan full(List<Double> rates) {
    return new Plan(
        3,
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        Duration.ofSeconds(12),
        300_000,
        OptionalInt.empty(),
        Duration.ofSeconds(8),
        FRACTIONS,
        rates);
  }

  static Plan quick(List<Double> rates) {
    return new Plan(
        1,
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        Duration.ofSeconds(8),
        100_000,
        OptionalInt.empty(),
        Duration.ofSeconds(8),
        FRACTIONS,
        rates);
  }

  /// For the build: whether the bench works, not what it finds.
  static Plan smoke() {
    return new Plan(
        1,
        Duration.ofSeconds(3),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        500,
        OptionalInt.empty(),
        Duration.ofSeconds(1),
        List.of(0.5),
        List.of());
  }

  Plan withRounds(int wanted) {
    return new Plan(wanted, warmUp, batch, drain, orders, backlog, step, fractions, rates);
  }

  Plan withOrders(int wanted) {
    return new Plan(rounds, warmUp, batch, drain, wanted, backlog, step, fractions, rates);
  }

  /// Only a backlog, of a size that is given: whether a big one is worked off like a small one.
  Plan withBacklog(int wanted) {
    return new Plan(
        rounds, warmUp, batch, drain, wanted, OptionalInt.of(wanted), step, List.of(), List.of());
  }
}
