package dev.orderpipeline.bench.report;

import java.util.List;

/// What is told of an even load, wherever it is told.
final class LatencyFigures {

  static final List<String> NAMES =
      List.of("orders/s", "p50", "p90", "p95", "p99", "p99.9", "max", "commits/s", "cores of all");

  private LatencyFigures() {}

  /// @param decimals of the milliseconds
  static List<String> of(Summary.StepSummary step, int decimals) {
    return List.of(
        TextReport.number(step.ordersPerSecond(), 0),
        TextReport.median(step.p50(), decimals),
        TextReport.median(step.p90(), decimals),
        TextReport.median(step.p95(), decimals),
        TextReport.median(step.p99(), decimals),
        TextReport.median(step.p999(), decimals),
        TextReport.median(step.max(), decimals),
        TextReport.median(step.commitsPerSecond(), 0),
        TextReport.number(step.cores(), 2));
  }
}
