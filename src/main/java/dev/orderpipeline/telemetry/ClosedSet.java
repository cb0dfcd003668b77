package dev.orderpipeline.telemetry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One meter for each of some texts, and one for all others: whatever comes in from outside, the
/// number of time series stays the same.
final class ClosedSet<M> {

  static final String OTHER = "other";

  private final Map<String, M> meters;
  private final M other;

  /// @param make the meter of a text; called once for each and for [#OTHER]
  ClosedSet(List<String> texts, Function<String, M> make) {
    this.meters =
        Stream.concat(texts.stream(), Stream.of(OTHER))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), make));
    this.other = get(OTHER);
  }

  M of(String text) {
    return meters.getOrDefault(text, other);
  }

  private M get(String text) {
    M meter = meters.get(text);
    if (meter == null) {
      throw new IllegalStateException("no meter for " + text);
    }
    return meter;
  }
}
