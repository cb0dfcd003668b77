package dev.orderpipeline.protocol;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Notices that something is wrong with everything, and not with this or that order: too many dead
/// letters, or too many failures of processing, within a while. Then it says so, once until it is
/// released. Thread-safe.
public final class Brake {

  /// @param since when the window began that was too much
  /// @param reason for people: numbers, limits, and what the dead letters were for
  public record Trip(Instant since, Instant at, String reason) {}

  private final BrakeLimits limits;
  private final InstantSource clock;
  private final Consumer<Trip> onTrip;
  private final Map<String, SlidingCount> byReason = new HashMap<>();
  private SlidingCount inputs;
  private SlidingCount letters;
  private SlidingCount failures;
  private String lastFailure = "";
  private boolean tripped;

  /// @param onTrip called on the thread that had the last of it; must not block
  public Brake(BrakeLimits limits, InstantSource clock, Consumer<Trip> onTrip) {
    this.limits = limits;
    this.clock = clock;
    this.onTrip = onTrip;
    this.inputs = new SlidingCount(limits.window());
    this.letters = new SlidingCount(limits.window());
    this.failures = new SlidingCount(limits.window());
  }

  /// An input record is looked at.
  public synchronized void taken() {
    inputs.add(clock.instant());
  }

  /// A dead letter is written.
  public void lettered(DeadLetter letter) {
    count(letter).ifPresent(onTrip);
  }

  private synchronized Optional<Trip> count(DeadLetter letter) {
    Instant now = clock.instant();
    letters.add(now);
    byReason.computeIfAbsent(letter.reason(), _ -> new SlidingCount(limits.window())).add(now);
    return judge(now);
  }

  /// An error that no code foresaw ended the processing of something.
  ///
  /// @param what for people
  public void failed(String what) {
    fail(what).ifPresent(onTrip);
  }

  private synchronized Optional<Trip> fail(String what) {
    Instant now = clock.instant();
    failures.add(now);
    lastFailure = what;
    return judge(now);
  }

  private Optional<Trip> judge(Instant now) {
    Optional<String> excess = excess(now);
    if (tripped || excess.isEmpty()) {
      return Optional.empty();
    }
    tripped = true;
    return Optional.of(new Trip(now.minus(limits.window()), now, excess.get()));
  }

  private Optional<String> excess(Instant now) {
    long failed = failures.sum(now);
    if (failed >= limits.failures()) {
      return Optional.of(
          "%d failures of processing within %s, limit %d; the last: %s"
              .formatted(failed, limits.window(), limits.failures(), lastFailure));
    }
    long bad = letters.sum(now);
    if (bad >= limits.deadLetters()) {
      return Optional.of(
          "%d dead letters within %s, limit %d: %s"
              .formatted(bad, limits.window(), limits.deadLetters(), reasons(now)));
    }
    long all = inputs.sum(now);
    if (bad >= limits.from() && bad * 100 >= all * limits.percent()) {
      return Optional.of(
          "%d dead letters for %d records within %s, limit %d %% from %d on: %s"
              .formatted(bad, all, limits.window(), limits.percent(), limits.from(), reasons(now)));
    }
    return Optional.empty();
  }

  private String reasons(Instant now) {
    return byReason.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum(now)))
        .filter(entry -> entry.getValue() > 0)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /// It was released: what was counted is forgotten.
  public synchronized void released() {
    tripped = false;
    byReason.clear();
    inputs = new SlidingCount(limits.window());
    letters = new SlidingCount(limits.window());
    failures = new SlidingCount(limits.window());
  }
}
