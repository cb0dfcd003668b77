package dev.orderpipeline.simulation;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// What share of generated records is of which kind; the rest is good orders.
///
/// @param declined the payment gateway says no
/// @param outOfStock the inventory gateway says no
/// @param ruleBreakers their amount is above [OrderGenerator#AMOUNT_LIMIT]
/// @param duplicates an earlier order again, byte for byte
/// @param conflicting an earlier order's id with other content
/// @param malformed no order at all
public record OrderMix(
    double declined,
    double outOfStock,
    double ruleBreakers,
    double duplicates,
    double conflicting,
    double malformed) {

  public OrderMix {
    double[] shares = {declined, outOfStock, ruleBreakers, duplicates, conflicting, malformed};
    if (!(DoubleStream.of(shares).allMatch(s -> s >= 0) && DoubleStream.of(shares).sum() <= 1)) {
      throw new IllegalArgumentException(
          "shares must be 0 or more and at most 1 together, were " + Arrays.toString(shares));
    }
  }

  /// Good orders only.
  public static OrderMix clean() {
    return new OrderMix(0, 0, 0, 0, 0, 0);
  }

  /// What a shop sees on a busy day, with every kind in it.
  public static OrderMix everyday() {
    return new OrderMix(0.05, 0.03, 0.01, 0.02, 0.005, 0.01);
  }
}
