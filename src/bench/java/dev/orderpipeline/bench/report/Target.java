package dev.orderpipeline.bench.report;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something to be reached, and whether it was.
///
/// @param found over the rounds; null if what it needs was not run
/// @param verdict `met`, `not met`, or `not run`
public record Target(String name, String wanted, @Nullable Spread found, String verdict) {

  public static final String MET = "met";
  public static final String NOT_MET = "not met";
  public static final String NOT_RUN = "not run";

  static Target atLeast(String name, double wanted, String unit, @Nullable Spread found) {
    return of(name, "at least", wanted, unit, found, median -> median - wanted);
  }

  static Target atMost(String name, double wanted, String unit, @Nullable Spread found) {
    return of(name, "at most", wanted, unit, found, median -> wanted - median);
  }

  /// @param margin of a median: negative if it misses
  private static Target of(
      String name,
      String relation,
      double wanted,
      String unit,
      @Nullable Spread found,
      DoubleUnaryOperator margin) {
    String verdict =
        found == null ? NOT_RUN : margin.applyAsDouble(found.median()) >= 0 ? MET : NOT_MET;
    return new Target(
        name, String.format(Locale.ROOT, "%s %s%s", relation, plain(wanted), unit), found, verdict);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : String.valueOf(number);
  }
}
