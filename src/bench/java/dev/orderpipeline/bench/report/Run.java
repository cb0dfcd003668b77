package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.measure.Written;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one variant did in one round. Null stands for what was not come to.
///
/// @param secondsToStart until it took work; what it had to restore is in it
/// @param warmUp orders per second of each batch of the warm-up
/// @param failure why the run ended early
public record Run(
    String variant,
    int round,
    double secondsToStart,
    double secondsToWarm,
    List<Double> warmUp,
    @Nullable Drain drain,
    List<Step> steps,
    @Nullable Outage outage,
    @Nullable Crash crash,
    @Nullable AuditResult audit,
    @Nullable String failure) {

  /// One of which nothing is known but that it failed.
  public static Run failed(String variant, String why) {
    return new Run(variant, 0, 0, 0, List.of(), null, List.of(), null, null, null, why);
  }

  public Run {
    warmUp = List.copyOf(warmUp);
    steps = List.copyOf(steps);
  }

  /// A backlog worked off. CPU and rate are of its steady middle.
  ///
  /// @param orders of the backlog
  /// @param arrived outcomes within the limit; fewer than orders if something is wrong
  /// @param tenths how each tenth of it went; the first has the publishing in it
  /// @param perSecond outcomes in each second from the first order published
  /// @param cpuMsPerOrder by process
  /// @param rssBytes largest seen meanwhile, by process
  /// @param heapBytes in use at the end, garbage included, by process; Java only
  /// @param commitsPerSecond transactions of the variant's group
  /// @param recordsPerOrder written, the order itself left out
  /// @param payloadBytesPerOrder keys, values and headers
  /// @param logBytesPerOrder on the broker's disk
  /// @param topics what was written, the order itself left out
  public record Drain(
      int orders,
      int arrived,
      double ordersPerSecond,
      List<Tenth> tenths,
      List<Integer> perSecond,
      Map<String, Double> cpuMsPerOrder,
      Map<String, Long> rssBytes,
      Map<String, Long> heapBytes,
      double commitsPerSecond,
      double recordsPerOrder,
      double payloadBytesPerOrder,
      double logBytesPerOrder,
      List<Written> topics) {}

  /// A tenth of a backlog.
  ///
  /// @param rssBytes largest seen of the pipeline meanwhile
  public record Tenth(double ordersPerSecond, long rssBytes) {}

  /// Orders at an even pace.
  ///
  /// @param fraction of this run's saturation; 0 for a rate given as such
  /// @param orders that count: without those at the beginning
  /// @param commitsPerSecond transactions of the variant's group; 0 in files from before it was
  ///   counted
  public record Step(
      double fraction,
      double ordersPerSecond,
      int orders,
      int arrived,
      Latency latency,
      Map<String, Double> cpuMsPerOrder,
      Map<String, Long> rssBytes,
      Map<String, Long> heapBytes,
      double commitsPerSecond) {}

  /// Milliseconds from when an order should have been sent to its outcome.
  public record Latency(double p50, double p90, double p95, double p99, double p999, double max) {}

  public record AuditResult(boolean clean, String verdict) {}

  /// The step at this fraction.
  public @Nullable Step at(double fraction) {
    return steps.stream().filter(step -> step.fraction() == fraction).findFirst().orElse(null);
  }

  /// The step at this rate.
  public @Nullable Step atRate(double ordersPerSecond) {
    return steps.stream()
        .filter(step -> step.fraction() == 0 && step.ordersPerSecond() == ordersPerSecond)
        .findFirst()
        .orElse(null);
  }
}
