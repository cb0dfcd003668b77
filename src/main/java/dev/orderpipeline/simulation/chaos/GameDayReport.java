package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.operations.audit.Violation;
import dev.orderpipeline.simulation.chaos.Disaster.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was done to a world, and how it took it.
///
/// @param unacknowledged records that may or may not be in the topic, because Kafka was away
/// @param endedByThemselves how often a process ended that nobody had told to
/// @param quiet whether, in the end, every order was out of the way
/// @param replay what consuming the whole input once more changed; empty if nothing
public record GameDayReport(
    ChaosPlan plan,
    Duration sessionTimeout,
    List<Recovered> disasters,
    long placed,
    long unacknowledged,
    int endedByThemselves,
    boolean quiet,
    Optional<Violation> replay) {

  public GameDayReport {
    disasters = List.copyOf(disasters);
  }

  /// A disaster that struck.
  ///
  /// @param at since the beginning
  /// @param struck of `System.nanoTime`
  /// @param partitions those whose outcomes it touches
  record Happened(Disaster disaster, Duration at, long struck, Set<Integer> partitions) {

    Recovered recovered(OutcomeTimes times) {
      return new Recovered(
          at,
          disaster.describe(),
          disaster.kind() == Kind.KILL_INSTANCE,
          disaster.lasts(),
          Recovery.of(struck, partitions, times));
    }
  }

  /// A disaster, and how long it took to recover from it.
  ///
  /// @param at since the beginning
  /// @param lasted until the victim was started again, woken or healed
  public record Recovered(
      Duration at, String what, boolean instanceKilled, Duration lasted, Recovery recovery) {}

  /// Times from kill -9 of an instance to the first new outcome on a partition it owned, ascending.
  public List<Duration> firstAfterKills() {
    return disasters.stream()
        .filter(Recovered::instanceKilled)
        .flatMap(disaster -> disaster.recovery().first().stream())
        .sorted()
        .toList();
  }

  /// The same until every partition it owned had a new outcome, ascending.
  public List<Duration> allAfterKills() {
    return disasters.stream()
        .filter(Recovered::instanceKilled)
        .flatMap(disaster -> disaster.recovery().all().stream())
        .sorted()
        .toList();
  }
}
