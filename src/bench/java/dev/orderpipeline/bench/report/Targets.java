package dev.orderpipeline.bench.report;

import static dev.orderpipeline.bench.variant.Variants.BLOCKING_STREAMS;
import static dev.orderpipeline.bench.variant.Variants.FLOOR;
import static dev.orderpipeline.bench.variant.Variants.LINEAR;
import static dev.orderpipeline.bench.variant.Variants.PRODUCT;
import static dev.orderpipeline.bench.variant.Variants.RESTATE;

import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Step;
import dev.orderpipeline.bench.variant.Variants;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What the product wants to reach. Ratios are taken within a round, where both sides had the same
/// broker and the same neighbours on the machine, and only then over the rounds.
public final class Targets {

  /// At which memory is judged, orders per second.
  public static final double STEADY_RATE = 2_000;

  private static final double HALF = 0.5;
  private static final double MIB = 1024 * 1024;

  private Targets() {}

  /// @param gatewayMs what the gateways alone take for an order, if that is fixed; the targets of
  ///   latency are for 40
  public static List<Target> of(List<Run> runs, double gatewayMs) {
    List<Run> product = runs.stream().filter(run -> run.variant().equals(PRODUCT)).toList();
    var targets = new ArrayList<Target>();
    targets.add(Target.atLeast("throughput against the floor", 0.6, "×", ratio(runs, FLOOR)));
    targets.add(Target.atLeast("throughput against Restate", 8, "×", ratio(runs, RESTATE)));
    targets.add(
        Target.atLeast(
            "throughput against blocking Streams", 15, "×", ratio(runs, BLOCKING_STREAMS)));
    targets.add(Target.atLeast("throughput against the linear chain", 1, "×", ratio(runs, LINEAR)));
    targets.add(
        Target.atLeast("saturation, orders/s", 8_400, "", each(product, Targets::saturation)));
    boolean comparable = gatewayMs == 40;
    List<Run> judged = comparable ? product : List.of();
    targets.add(
        Target.atMost("p95 at half of saturation", 108, " ms", each(judged, half(s -> s.p95()))));
    targets.add(
        Target.atMost("p99 at half of saturation", 160, " ms", each(judged, half(s -> s.p99()))));
    targets.add(
        Target.atMost(
            "p50 over the gateways' own time, at half",
            45,
            " ms",
            each(judged, half(s -> s.p50() - gatewayMs))));
    targets.add(
        Target.atMost("RSS of serve at 2,000 orders/s", 410, " MiB", each(product, Targets::rss)));
    targets.addAll(TelemetryTargets.of(runs));
    // With whatever settings: a fast wrong answer is none.
    targets.add(audit(runs.stream().filter(run -> isProduct(run.variant())).toList()));
    return List.copyOf(targets);
  }

  /// What an outage must not do, and what must follow it.
  public static List<Target> ofOutage(List<Run> runs) {
    return List.of(
        Target.atMost("orders lost", 0, "", outages(runs, Outage::lost)),
        Target.atMost("orders that needed a second attempt", 0, "", outages(runs, Outage::retried)),
        Target.atMost(
            "RSS, end of the outage against its beginning",
            1.1,
            "×",
            outages(runs, Outage::growth)),
        Target.atLeast(
            "drained afterwards, of saturation",
            Outage.WANTED,
            "×",
            outages(runs, Outage::drainedRatio)),
        audit(runs));
  }

  /// What must hold whatever is measured.
  public static List<Target> ofGrowth(List<Run> runs) {
    return List.of(audit(runs));
  }

  private static @Nullable Spread outages(List<Run> runs, ToDoubleFunction<Outage> figure) {
    return Spread.of(
        runs.stream()
            .map(Run::outage)
            .filter(Objects::nonNull)
            .map(outage -> figure.applyAsDouble(outage))
            .toList());
  }

  private static boolean isProduct(String variant) {
    return variant.equals(PRODUCT) || variant.startsWith(PRODUCT + ":");
  }

  private static Target audit(List<Run> product) {
    long audited = product.stream().filter(run -> run.audit() != null).count();
    boolean clean =
        product.stream().map(Run::audit).allMatch(audit -> audit != null && audit.clean());
    String verdict = audited == 0 ? Target.NOT_RUN : clean ? Target.MET : Target.NOT_MET;
    return new Target("audit clean after every run", "clean", null, verdict);
  }

  private static @Nullable Double saturation(Run run) {
    Drain drain = run.drain();
    return drain == null ? null : drain.ordersPerSecond();
  }

  private static @Nullable Double rss(Run run) {
    Step step = run.atRate(STEADY_RATE);
    return step == null ? null : step.rssBytes().getOrDefault(Variants.PIPELINE, 0L) / MIB;
  }

  private static Function<Run, @Nullable Double> half(Function<Run.Latency, Double> figure) {
    return run -> {
      Step step = run.at(HALF);
      return step == null ? null : figure.apply(step.latency());
    };
  }

  private static @Nullable Spread ratio(List<Run> runs, String peer) {
    var ratios = new ArrayList<Double>();
    for (Run run : runs) {
      Double own = run.variant().equals(PRODUCT) ? saturation(run) : null;
      if (own == null) {
        continue;
      }
      runs.stream()
          .filter(other -> other.round() == run.round() && other.variant().equals(peer))
          .map(Targets::saturation)
          .filter(Objects::nonNull)
          .forEach(theirs -> ratios.add(own / theirs));
    }
    return Spread.of(ratios);
  }

  private static @Nullable Spread each(List<Run> runs, Function<Run, @Nullable Double> figure) {
    var values = new ArrayList<Double>();
    for (Run run : runs) {
      Double value = figure.apply(run);
      if (value != null) {
        values.add(value);
      }
    }
    return Spread.of(values);
  }
}
