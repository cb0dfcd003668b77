package dev.orderpipeline.config;

import java.util.Collection;
import java.util.Comparator;

/// Finds what somebody probably meant, by edit distance.
final class Nearest {

  private Nearest() {}

  /// @param known not empty
  static String to(String mistyped, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String k) -> distance(mistyped, k)).thenComparing(k -> k))
        .orElseThrow();
  }

  /// Levenshtein's distance, one row at a time.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
