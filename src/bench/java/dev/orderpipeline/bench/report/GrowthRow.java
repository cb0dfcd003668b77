package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.report.Summary.StepSummary;
import dev.orderpipeline.bench.variant.Variants;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the product does with so many of something: medians over the rounds.
///
/// @param of what there are so many of: `remembered`, `instances`, `partitions`
/// @param startSeconds from its start until all was restored
/// @param pipelineCpuMs per order, of all instances together
/// @param allCpuMs per order, of every process
/// @param half latency at half of its own saturation, if it was measured
/// @param steady latency at a rate that is the same for all rows, if it was
/// @param rssMiB of all instances together
public record GrowthRow(
    String of,
    long count,
    double startSeconds,
    double ordersPerSecond,
    double pipelineCpuMs,
    double allCpuMs,
    @Nullable At half,
    @Nullable At steady,
    double rssMiB) {

  private static final double HALF = 0.5;

  /// Milliseconds at an even load.
  public record At(double ordersPerSecond, double p50, double p95) {}

  /// Null if nothing was measured.
  ///
  /// @param startSeconds median over the rounds
  public static @Nullable GrowthRow of(
      String what, long count, Summary summary, double startSeconds) {
    if (summary.ordersPerSecond() == null) {
      return null;
    }
    Map<String, Double> cpu = summary.cpuMsPerOrder();
    return new GrowthRow(
        what,
        count,
        startSeconds,
        summary.ordersPerSecond().median(),
        cpu.getOrDefault(Variants.PIPELINE, 0.0),
        cpu.values().stream().mapToDouble(ms -> ms).sum(),
        at(summary, step -> step.fraction() == HALF),
        at(summary, step -> step.fraction() == 0),
        Objects.requireNonNull(summary.rssMiB(), "measured with the rate").median());
  }

  private static @Nullable At at(Summary summary, Predicate<StepSummary> wanted) {
    return summary.steps().stream()
        .filter(wanted)
        .findFirst()
        .map(step -> new At(step.ordersPerSecond(), step.p50().median(), step.p95().median()))
        .orElse(null);
  }
}
