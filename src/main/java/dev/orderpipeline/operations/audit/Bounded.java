package dev.orderpipeline.operations.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Active orders, calls in flight and whatever else may pile up stay within their limits. Judged by
/// samples of a running system or a simulation.
public final class Bounded {

  private final Map<String, Long> limits;

  /// Judges against these limits.
  ///
  /// @param limits by the name of what is counted: the greatest number allowed
  public Bounded(Map<String, Long> limits) {
    this.limits = Map.copyOf(limits);
  }

  /// How many there were at one moment.
  ///
  /// @param counted what was counted, as named in the limits
  public record Sample(Instant at, String counted, long number) {}

  /// Judges one sample.
  ///
  /// @return the violation, if there is one; something without a limit is one too
  public Optional<Violation> judge(Sample sample) {
    Long limit = limits.get(sample.counted());
    if (limit == null) {
      return Optional.of(violation(sample, sample.counted() + " has no limit"));
    }
    return sample.number() <= limit
        ? Optional.empty()
        : Optional.of(
            violation(
                sample,
                sample.counted() + " reached " + sample.number() + ", the limit is " + limit));
  }

  private static Violation violation(Sample sample, String message) {
    return new Violation(
        GuaranteeName.BOUNDED,
        Optional.empty(),
        message,
        List.of("sample at " + sample.at()),
        List.of());
  }
}
