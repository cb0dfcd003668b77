package dev.orderpipeline.bench;

import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a warm variant is measured under, once: a backlog, then even loads.
final class Loads {

  private static final double HEADROOM = 0.9;

  private final Measurement measurement;
  private final Plan plan;
  private final Consumer<String> progress;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Drain drain;

  Loads(Measurement measurement, Plan plan, Consumer<String> progress) {
    this.measurement = measurement;
    this.plan = plan;
    this.progress = progress;
  }

  /// Measures it under all of them.
  ///
  /// @param expectedRate what it has come to before
  Drain run(double expectedRate) throws InterruptedException {
    Drain found = measurement.drain(expectedRate);
    drain = found;
    tell(found);
    for (double fraction : plan.fractions()) {
      step(fraction, fraction * found.ordersPerSecond());
    }
    for (double rate : plan.rates()) {
      if (rate <= HEADROOM * found.ordersPerSecond()) {
        step(0, rate);
      }
    }
    return found;
  }

  private void tell(Drain found) {
    progress.accept(
        "drained %,d of %,d orders at %,.0f orders/s; %.1f records, %.0f bytes each, %.0f commits/s"
            .formatted(
                found.arrived(),
                found.orders(),
                found.ordersPerSecond(),
                found.recordsPerOrder(),
                found.payloadBytesPerOrder(),
                found.commitsPerSecond()));
    if (plan.backlog().isPresent()) {
      found
          .tenths()
          .forEach(tenth ->
              progress.accept(
                  "a tenth at %,.0f orders/s, the pipeline in %,d MiB"
                      .formatted(tenth.ordersPerSecond(), tenth.rssBytes() >> 20)));
    }
  }

  private void step(double fraction, double rate) throws InterruptedException {
    Step step = measurement.step(fraction, rate);
    steps.add(step);
    progress.accept(
        "%,.0f orders/s: p50 %.0f, p95 %.0f, p99 %.0f, max %.0f ms%s"
            .formatted(
                rate,
                step.latency().p50(),
                step.latency().p95(),
                step.latency().p99(),
                step.latency().max(),
                step.arrived() == step.orders()
                    ? ""
                    : "; ONLY %d of %d arrived".formatted(step.arrived(), step.orders())));
  }

  /// Null if it was not come to.
  @Nullable Drain drain() {
    return drain;
  }

  /// As many as were come to.
  List<Step> steps() {
    return List.copyOf(steps);
  }
}
