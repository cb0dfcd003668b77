package dev.orderpipeline.bench.report;

import java.util.List;
import java.util.Map;

/// Which colour stands for what, all over the page. Told apart also by those who see few colours
/// (after Okabe and Ito).
final class Palette {

  private static final List<String> VARIANTS =
      List.of("#0072b2", "#8a8f98", "#d55e00", "#cc79a7", "#009e73", "#e69f00", "#56b4e9");

  private static final Map<String, String> PROCESSES =
      Map.of(
          "pipeline", "#0072b2",
          "broker", "#e69f00",
          "gateways", "#009e73",
          "load", "#cc79a7",
          "measurer", "#8a8f98");

  private static final String OTHER = "#d55e00";

  private Palette() {}

  static String variant(int index) {
    return VARIANTS.get(index % VARIANTS.size());
  }

  static String process(String label) {
    return PROCESSES.getOrDefault(label, OTHER);
  }
}
