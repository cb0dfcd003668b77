package dev.orderpipeline.bench;

import dev.orderpipeline.bench.measure.LogReader;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.report.Crash;
import dev.orderpipeline.bench.report.Outage;
import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.variant.Shape;
import dev.orderpipeline.bench.variant.Spec;
import dev.orderpipeline.bench.variant.Variants;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One variant's turn in one round, in which it has the machine to itself.
final class Turn {

  private final Spec spec;
  private final int round;
  private final Plan plan;
  private final Venue venue;
  private final Optional<Path> recordings;
  private final Consumer<String> progress;
  private Contestant.Start start = Contestant.Start.NONE;
  private @Nullable Loads loads;
  private @Nullable Outage outage;
  private @Nullable Crash crash;
  private @Nullable AuditResult audit;
  private Shape shape;

  Turn(
      Spec spec,
      int round,
      Plan plan,
      Venue venue,
      Shape shape,
      Optional<Path> recordings,
      Consumer<String> progress) {
    this.spec = spec;
    this.round = round;
    this.plan = plan;
    this.venue = venue;
    this.shape = shape;
    this.recordings = recordings;
    this.progress = progress;
  }

  /// Runs it. What goes wrong is told in the result: the other variants have their turns all the
  /// same.
  Run run(Path dir) throws InterruptedException {
    @Nullable String failure = null;
    try (Contestant contestant =
        Contestant.of(spec, spec.runId(round), dir, venue, shape, progress)) {
      turn(contestant);
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      progress.accept("FAILED: " + failure);
    }
    return new Run(
        spec.text(),
        round,
        start.secondsToStart(),
        start.secondsToWarm(),
        start.rates(),
        loads == null ? null : loads.drain(),
        loads == null ? List.of() : loads.steps(),
        outage,
        crash,
        audit,
        failure);
  }

  private void turn(Contestant contestant) throws InterruptedException {
    start = contestant.start(plan);
    if (plan.crash()) {
      crash(contestant);
    } else {
      Loads measured = contestant.loads(plan, recordings);
      loads = measured;
      Drain drain = measured.run(start.rates().getLast());
      shape = Shape.of(drain.topics(), contestant.setup().prefix().length(), drain.arrived());
      if (plan.outage().isPresent()) {
        outage(contestant, plan.outage().get(), drain.ordersPerSecond());
      }
    }
    audit = contestant.finish().orElse(null);
  }

  private void outage(Contestant contestant, OutagePlan wanted, double saturation)
      throws InterruptedException {
    Child pipeline = contestant.setup().running(Variants.PIPELINE).getFirst();
    Outage found =
        new OutageMeasurement(
                wanted,
                contestant.load(),
                contestant.watcher(),
                contestant.topics(),
                contestant.sampler(),
                contestant.gateways(),
                pipeline)
            .run(
                saturation,
                spec.variant().outcomes(contestant.setup()),
                new LogReader(contestant.setup().bootstrap()));
    outage = found;
    progress.accept(
        "gateways away for %.0f s: %,d of %,d orders done, afterwards %,.0f orders/s, %.2f of saturation"
            .formatted(
                found.upAt() - found.downAt(),
                found.arrived(),
                found.orders(),
                found.drained(),
                found.drainedRatio()));
  }

  private void crash(Contestant contestant) throws InterruptedException {
    Crash found =
        new CrashMeasurement(contestant.setup(), contestant.load(), contestant.watcher()).run();
    crash = found;
    progress.accept(
        "killed (%s): outcomes after %.1f s, on all its %d partitions after %.1f s; %,d of %,d orders done"
            .formatted(
                found.how(),
                found.secondsToFirst(),
                found.partitions(),
                found.secondsToAll(),
                found.arrived(),
                found.orders()));
  }

  /// What it was seen to write; what it was told if it did not come so far.
  Shape shape() {
    return shape;
  }
}
