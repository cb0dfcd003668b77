package dev.orderpipeline.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
/// @param outage of the gateways, to be lived through after the backlog
/// @param crash whether an instance is killed instead of anything else
/// @param alternating whether all variants run at once, and rounds are short
record Plan(
    int rounds,
    Duration warmUp,
    Duration batch,
    Duration drain,
    int orders,
    OptionalInt backlog,
    Duration step,
    List<Double> fractions,
    List<Double> rates,
    Optional<OutagePlan> outage,
    boolean crash,
    boolean alternating) {

  Plan {
    fractions = List.copyOf(fractions);
    rates = List.copyOf(rates);
  }

  private static final double HALF = 0.5;
  private static final List<Double> FRACTIONS = List.of(0.25, HALF, 0.75);
  private static final Duration ALTERNATING = Duration.ofSeconds(4);
  private static final Duration CRASH_WARM_UP = Duration.ofSeconds(15);

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
        rates,
        Optional.empty(),
        false,
        false);
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
        rates,
        Optional.empty(),
        false,
        false);
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
        List.of(HALF),
        List.of(),
        Optional.empty(),
        false,
        false);
  }

  Plan withRounds(int wanted) {
    return with(wanted, warmUp, orders, backlog, fractions, rates, outage, crash);
  }

  Plan withOrders(int wanted) {
    return with(rounds, warmUp, wanted, backlog, fractions, rates, outage, crash);
  }

  /// Only a backlog, of a size that is given: whether a big one is worked off like a small one.
  Plan withBacklog(int wanted) {
    return with(
        rounds, warmUp, wanted, OptionalInt.of(wanted), List.of(), List.of(), outage, crash);
  }

  /// A backlog, to know what it can do, and an outage.
  Plan withOutage(OutagePlan wanted) {
    return with(rounds, warmUp, orders, backlog, List.of(), List.of(), Optional.of(wanted), crash);
  }

  /// A backlog, half of that rate, and the rates given.
  Plan withHalfOnly() {
    return with(rounds, warmUp, orders, backlog, List.of(HALF), rates, outage, crash);
  }

  /// Only a crash. It waits for what it restores, not for the compiler: a short warm-up will do.
  Plan withCrash() {
    return with(
        rounds,
        shorter(warmUp, CRASH_WARM_UP),
        orders,
        backlog,
        List.of(),
        List.of(),
        outage,
        true);
  }

  /// Short rounds, all variants at once. They stay as warm as they are at the beginning: longer
  /// than for a turn.
  Plan withAlternation(int wanted) {
    return new Plan(
        wanted,
        warmUp.multipliedBy(2),
        batch,
        shorter(drain, ALTERNATING),
        orders,
        backlog,
        shorter(step, ALTERNATING),
        List.of(HALF),
        rates,
        outage,
        crash,
        true);
  }

  /// Whether latency is measured.
  boolean hasEvenLoads() {
    return !fractions.isEmpty() || !rates.isEmpty();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Plan with(
      int rounds,
      Duration warmUp,
      int orders,
      OptionalInt backlog,
      List<Double> fractions,
      List<Double> rates,
      Optional<OutagePlan> outage,
      boolean crash) {
    return new Plan(
        rounds,
        warmUp,
        batch,
        drain,
        orders,
        backlog,
        step,
        fractions,
        rates,
        outage,
        crash,
        alternating);
  }
}
