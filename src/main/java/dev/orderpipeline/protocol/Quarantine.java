package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose processing has failed with an error that no code foresaw. The transaction that it was part
/// of is lost and done again; then the record becomes a dead letter without being looked at, and
/// the order is left alone for a while. In memory only: after a restart, which may bring code that
/// can do it, everybody gets another chance. Thread-safe.
public final class Quarantine {

  static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final int MOST = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private record Failure(int times, Instant last, String what) {}

  private final InstantSource clock;
  private final int mostInWindow;
  private final SlidingCount recent;
  private final Map<Culprit, Failure> failures = new LinkedHashMap<>();

  public Quarantine(BrakeLimits limits, InstantSource clock) {
    this.clock = clock;
    this.mostInWindow = limits.failuresThatStop();
    this.recent = new SlidingCount(limits.window());
  }

  /// Notes a failure.
  ///
  /// @param what without any contents of orders
  /// @return false if it must not be tried again: it failed in quarantine already, or too much has
  ///   failed lately
  public synchronized boolean note(Culprit culprit, String what) {
    Instant now = clock.instant();
    recent.add(now);
    Failure before = failures.remove(culprit);
    boolean hopeless = before != null && culprit instanceof Culprit.Input;
    forgetOld(now);
    if (hopeless || failures.size() >= MOST || recent.sum(now) > mostInWindow) {
      return false;
    }
    failures.put(culprit, new Failure(before == null ? 1 : before.times() + 1, now, what));
    return true;
  }

  private void forgetOld(Instant now) {
    failures.values().removeIf(failure -> failure.last().plus(FORGOTTEN_AFTER).isBefore(now));
  }

  /// Why the record is not to be looked at.
  synchronized Optional<String> of(SourcePosition record) {
    return Optional.ofNullable(failures.get(new Culprit.Input(record))).map(Failure::what);
  }

  /// Until when the order is left alone; empty if it is not.
  synchronized Optional<Instant> heldUntil(String orderId) {
    @Nullable Failure failure = failures.get(new Culprit.Moved(orderId));
    return failure == null
        ? Optional.empty()
        : Optional.of(failure.last().plus(wait(failure.times())))
            .filter(until -> until.isAfter(clock.instant()));
  }

  private static Duration wait(int times) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(times - 1, 16));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
