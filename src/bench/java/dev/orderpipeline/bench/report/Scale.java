package dev.orderpipeline.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Where a value lies between two pixels, and which values deserve a line.
///
/// @param max the largest value shown; for logarithmic scales a power of ten times 1, 2 or 5
record Scale(double min, double max, double from, double to, boolean logarithmic) {

  private static final int LINES = 5;
  private static final double[] STEPS = {1, 2, 5};

  /// From zero to at least this.
  static Scale linear(double largest, double from, double to) {
    double step = step(largest);
    return new Scale(0, Math.max(step, Math.ceil(largest / step) * step), from, to, false);
  }

  /// Around values above zero.
  static Scale log(double smallest, double largest, double from, double to) {
    return new Scale(below(smallest), above(largest), from, to, true);
  }

  double at(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
            : (value - min) / (max - min);
    return from + share * (to - from);
  }

  List<Double> lines() {
    if (!logarithmic) {
      double step = step(max);
      return IntStream.rangeClosed(0, (int) Math.round(max / step))
          .mapToObj(i -> i * step)
          .toList();
    }
    return IntStream.rangeClosed(-3, 7)
        .boxed()
        .flatMap(power -> DoubleStream.of(STEPS).mapToObj(s -> s * Math.pow(10, power)))
        .filter(value -> value >= min * 0.999 && value <= max * 1.001)
        .toList();
  }

  static String label(double value) {
    if (value >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1fM", value / 1_000_000).replace(".0", "");
    }
    if (value >= 10_000) {
      return String.format(Locale.ROOT, "%.0fk", value / 1_000);
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%s", Math.round(value * 1000) / 1000.0);
  }

  private static double step(double largest) {
    double rough = Math.max(largest, 1e-9) / LINES;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double s : STEPS) {
      if (s * power >= rough) {
        return s * power;
      }
    }
    return 10 * power;
  }

  private static double below(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double result = power;
    for (double s : STEPS) {
      if (s * power <= value) {
        result = s * power;
      }
    }
    return result;
  }

  private static double above(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double s : STEPS) {
      if (s * power >= value) {
        return s * power;
      }
    }
    return 10 * power;
  }
}
