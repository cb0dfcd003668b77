package dev.orderpipeline.simulation.chaos;

import java.time.Duration;

/// What a game day is to be.
///
/// @param seed the same seed, with the same numbers, is the same schedule and the same orders
/// @param kills how many times something is killed with -9, 0 to 1000
/// @param duration how long orders are placed and things go wrong, 20 seconds to a day
/// @param orders how many records are placed, spread over the duration
/// @param brokers 1 or 3
/// @param instances of the pipeline, 1 to 5
public record ChaosPlan(
    long seed, int kills, Duration duration, long orders, int brokers, int instances) {

  /// The schedule is quiet at both ends: the system starts up, and the last recovery is seen.
  static final Duration LEAD = Duration.ofSeconds(5);

  static final Duration TAIL = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_KILLS = 1_000;
  private static final int MOST_INSTANCES = 5;

  public ChaosPlan {
    require(kills >= 0 && kills <= MOST_KILLS, "kills must be 0 to 1000, was " + kills);
    require(
        duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0,
        "the duration must be 20s to 1d, was " + duration.toSeconds() + "s");
    require(orders >= 1, "orders must be 1 or more, was " + orders);
    require(brokers == 1 || brokers == 3, "brokers must be 1 or 3, was " + brokers);
    require(
        instances >= 1 && instances <= MOST_INSTANCES,
        "instances must be 1 to 5, was " + instances);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  double ordersPerSecond() {
    return orders * 1e3 / duration.toMillis();
  }
}
