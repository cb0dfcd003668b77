package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Step;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// One variant over all rounds: medians, and how far the rounds lie apart.
///
/// @param cpuMsPerOrder at saturation, by process
/// @param steps medians of each step, in the order of their load
public record Summary(
    String variant,
    @Nullable Spread ordersPerSecond,
    Map<String, Double> cpuMsPerOrder,
    @Nullable Spread rssMiB,
    @Nullable Spread heapMiB,
    @Nullable Spread commitsPerSecond,
    @Nullable Spread recordsPerOrder,
    @Nullable Spread payloadBytesPerOrder,
    @Nullable Spread logBytesPerOrder,
    List<StepSummary> steps) {

  private static final double MIB = 1024 * 1024;
  private static final String PIPELINE = "pipeline";

  /// Medians over the rounds of one step.
  public record StepSummary(
      double fraction,
      double ordersPerSecond,
      Spread p50,
      Spread p90,
      Spread p95,
      Spread p99,
      Spread p999,
      Spread max,
      Map<String, Double> cpuMsPerOrder,
      @Nullable Spread rssMiB,
      @Nullable Spread commitsPerSecond) {

    /// Processors' worth of what all processes did: the machine is full when it has no more.
    double cores() {
      double ms = cpuMsPerOrder.values().stream().mapToDouble(v -> v).sum();
      return ms * ordersPerSecond / 1e3;
    }
  }

  public static Summary of(String variant, List<Run> all) {
    List<Run> runs = all.stream().filter(run -> run.variant().equals(variant)).toList();
    List<Drain> drains = runs.stream().map(Run::drain).filter(Objects::nonNull).toList();
    return new Summary(
        variant,
        spread(drains, Drain::ordersPerSecond),
        medians(drains.stream().map(Drain::cpuMsPerOrder).toList()),
        spread(drains, drain -> drain.rssBytes().getOrDefault(PIPELINE, 0L) / MIB),
        spread(drains, drain -> drain.heapBytes().getOrDefault(PIPELINE, 0L) / MIB),
        spread(drains, Drain::commitsPerSecond),
        spread(drains, Drain::recordsPerOrder),
        spread(drains, Drain::payloadBytesPerOrder),
        spread(drains, Drain::logBytesPerOrder),
        steps(runs));
  }

  private static List<StepSummary> steps(List<Run> runs) {
    // By what was asked for: the rate at a fraction differs from round to round.
    Set<List<Double>> asked = new LinkedHashSet<>();
    runs.forEach(run -> run.steps().forEach(step -> asked.add(key(step))));
    return asked.stream()
        .map(key ->
            step(
                runs.stream()
                    .flatMap(run -> run.steps().stream())
                    .filter(step -> key(step).equals(key))
                    .toList()))
        .sorted((a, b) -> Double.compare(a.ordersPerSecond(), b.ordersPerSecond()))
        .toList();
  }

  private static List<Double> key(Step step) {
    return List.of(step.fraction(), step.fraction() == 0 ? step.ordersPerSecond() : 0);
  }

  private static StepSummary step(List<Step> steps) {
    return new StepSummary(
        steps.getFirst().fraction(),
        need(steps, Step::ordersPerSecond).median(),
        need(steps, step -> step.latency().p50()),
        need(steps, step -> step.latency().p90()),
        need(steps, step -> step.latency().p95()),
        need(steps, step -> step.latency().p99()),
        need(steps, step -> step.latency().p999()),
        need(steps, step -> step.latency().max()),
        medians(steps.stream().map(Step::cpuMsPerOrder).toList()),
        spread(steps, step -> step.rssBytes().getOrDefault(PIPELINE, 0L) / MIB),
        spread(
            steps.stream().filter(step -> step.commitsPerSecond() > 0).toList(),
            Step::commitsPerSecond));
  }

  private static Map<String, Double> medians(List<Map<String, Double>> all) {
    Set<String> labels = new LinkedHashSet<>();
    all.forEach(map -> labels.addAll(map.keySet()));
    var medians = new LinkedHashMap<String, Double>();
    for (String label : labels) {
      medians.put(label, need(all, map -> map.getOrDefault(label, 0.0)).median());
    }
    return medians;
  }

  private static <T> @Nullable Spread spread(List<T> all, ToDoubleFunction<T> figure) {
    return Spread.of(all.stream().map(one -> figure.applyAsDouble(one)).toList());
  }

  private static <T> Spread need(List<T> all, ToDoubleFunction<T> figure) {
    return Objects.requireNonNull(spread(all, figure), "nothing to sum up");
  }
}
