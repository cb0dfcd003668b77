package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.report.Run.Step;
import dev.orderpipeline.bench.variant.Telemetry;
import dev.orderpipeline.bench.variant.Variants;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What telemetry may cost: the product that tells everything against the same that tells nothing,
/// within a round. None of them if there are not both.
final class TelemetryTargets {

  private static final double WANTED = 1.15;
  private static final double HALF = 0.5;

  private TelemetryTargets() {}

  static List<Target> of(List<Run> runs) {
    return Stream.of(
            target("CPU per order", runs, TelemetryTargets::cpu),
            target("p50 at half of saturation", runs, run -> p50(run.at(HALF))),
            target("p95 at half of saturation", runs, run -> p95(run.at(HALF))),
            // Half of its own saturation is less for the slower one; this is the same for both.
            target("p50 at 2,000 orders/s", runs, run -> p50(run.atRate(Targets.STEADY_RATE))),
            target("p95 at 2,000 orders/s", runs, run -> p95(run.atRate(Targets.STEADY_RATE))))
        .filter(target -> target.found() != null)
        .toList();
  }

  private static Target target(String of, List<Run> runs, Function<Run, @Nullable Double> figure) {
    return Target.atMost("telemetry on against off: " + of, WANTED, "×", ratio(runs, figure));
  }

  private static @Nullable Spread ratio(List<Run> runs, Function<Run, @Nullable Double> figure) {
    var ratios = new ArrayList<Double>();
    for (Run on : runs) {
      Double costs = figure.apply(on);
      if (costs == null) {
        continue;
      }
      Telemetry.counterpart(on.variant()).stream()
          .flatMap(off ->
              runs.stream().filter(run -> run.round() == on.round() && run.variant().equals(off)))
          .map(figure)
          .filter(Objects::nonNull)
          .forEach(without -> ratios.add(costs / without));
    }
    return Spread.of(ratios);
  }

  private static @Nullable Double cpu(Run run) {
    return run.drain() == null ? null : run.drain().cpuMsPerOrder().get(Variants.PIPELINE);
  }

  private static @Nullable Double p50(@Nullable Step step) {
    return step == null ? null : step.latency().p50();
  }

  private static @Nullable Double p95(@Nullable Step step) {
    return step == null ? null : step.latency().p95();
  }
}
