package dev.orderpipeline.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A figure over the rounds.
public record Spread(double median, double min, double max) {

  /// Null if there are none.
  public static @Nullable Spread of(List<Double> values) {
    if (values.isEmpty()) {
      return null;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }
}
