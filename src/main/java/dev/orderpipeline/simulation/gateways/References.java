package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Step;

/// The gateways' ids of effects: a prefix per kind and the number of the ledger line.
final class References {

  private References() {}

  static String prefix(Step step) {
    return switch (step) {
      case CHARGE -> "tx_";
      case REFUND -> "rf_";
      case RESERVE -> "rs_";
      case RELEASE -> "rl_";
    };
  }

  static String of(Step step, long number) {
    return prefix(step) + number;
  }

  /// Takes a reference apart.
  ///
  /// @throws IllegalArgumentException if it is none of this step's
  static long number(Step step, String reference) {
    String prefix = prefix(step);
    if (!reference.startsWith(prefix)) {
      throw new IllegalArgumentException(
          "reference '" + reference + "' does not start with '" + prefix + "'");
    }
    return Long.parseLong(reference, prefix.length(), reference.length(), 10);
  }
}
