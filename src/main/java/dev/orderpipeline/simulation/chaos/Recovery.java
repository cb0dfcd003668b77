package dev.orderpipeline.simulation.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// How the outcomes of the partitions that a disaster hit came to a stop and went on. Measured from
/// the strike, by when a read_committed consumer saw them.
///
/// @param partitions those that the victim owned; all of them where it is no instance
/// @param lastBefore age of the youngest outcome at the strike; empty if there was none yet
/// @param first the first new outcome on any of the partitions; empty if there was none any more
/// @param all when every one of the partitions had a new outcome; empty if one had none
public record Recovery(
    int partitions,
    Optional<Duration> lastBefore,
    Optional<Duration> first,
    Optional<Duration> all) {

  /// Outcomes committed before the strike are still on their way to the consumer for a while.
  private static final Duration ON_THEIR_WAY = Duration.ofMillis(250);

  static Recovery of(long struck, Set<Integer> partitions, OutcomeTimes times) {
    OptionalLong last =
        partitions.stream()
            .map(partition -> times.lastBefore(partition, struck))
            .flatMapToLong(OptionalLong::stream)
            .max();
    long from = struck + ON_THEIR_WAY.toNanos();
    var news =
        partitions.stream()
            .map(partition -> times.firstAfter(partition, from))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .summaryStatistics();
    boolean any = news.getCount() > 0;
    boolean every = any && news.getCount() == partitions.size();
    return new Recovery(
        partitions.size(),
        last.isPresent() ? Optional.of(between(last.getAsLong(), struck)) : Optional.empty(),
        any ? Optional.of(between(struck, news.getMin())) : Optional.empty(),
        every ? Optional.of(between(struck, news.getMax())) : Optional.empty());
  }

  private static Duration between(long from, long to) {
    return Duration.ofNanos(to - from);
  }
}
