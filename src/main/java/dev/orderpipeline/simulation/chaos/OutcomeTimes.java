package dev.orderpipeline.simulation.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// When outcomes became visible, by partition. Times of `System.nanoTime`. Thread-safe.
final class OutcomeTimes {

  private final Map<Integer, List<Long>> times = new HashMap<>();

  /// Call in the order of times.
  synchronized void add(int partition, long nanos) {
    times.computeIfAbsent(partition, _ -> new ArrayList<>()).add(nanos);
  }

  /// The last one at or before the time.
  synchronized OptionalLong lastBefore(int partition, long nanos) {
    return of(partition).stream().mapToLong(t -> t).filter(t -> t <= nanos).max();
  }

  /// The first one after the time.
  synchronized OptionalLong firstAfter(int partition, long nanos) {
    return of(partition).stream().mapToLong(t -> t).filter(t -> t > nanos).findFirst();
  }

  private List<Long> of(int partition) {
    return times.getOrDefault(partition, List.of());
  }
}
