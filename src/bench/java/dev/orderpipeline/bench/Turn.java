package dev.orderpipeline.bench;

import dev.orderpipeline.bench.gateways.BenchGateways;
import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.LogReader;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.process.Sampler;
import dev.orderpipeline.bench.process.Scratch;
import dev.orderpipeline.bench.report.Crash;
import dev.orderpipeline.bench.report.Outage;
import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Step;
import dev.orderpipeline.bench.variant.Audit;
import dev.orderpipeline.bench.variant.Shape;
import dev.orderpipeline.bench.variant.Spec;
import dev.orderpipeline.bench.variant.VariantSetup;
import dev.orderpipeline.bench.variant.Variants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One variant's turn in one round, with topics, gateways, load and processes of its own; only the
/// broker stays from turn to turn.
final class Turn {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final double HEADROOM = 0.9;

  private final Spec spec;
  private final int round;
  private final Plan plan;
  private final String latency;
  private final Children children;
  private final Topics topics;
  private final String bootstrap;
  private final Optional<Path> recordings;
  private final Consumer<String> progress;
  private final List<Double> warmUp = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private double secondsToStart;
  private double secondsToWarm;
  private @Nullable Drain drain;
  private @Nullable Outage outage;
  private @Nullable Crash crash;
  private @Nullable AuditResult audit;
  private Shape shape;

  Turn(
      Spec spec,
      int round,
      Plan plan,
      String latency,
      Children children,
      Topics topics,
      String bootstrap,
      Shape shape,
      Optional<Path> recordings,
      Consumer<String> progress) {
    this.spec = spec;
    this.round = round;
    this.plan = plan;
    this.latency = latency;
    this.children = children;
    this.topics = topics;
    this.bootstrap = bootstrap;
    this.shape = shape;
    this.recordings = recordings;
    this.progress = progress;
  }

  /// Runs it. What goes wrong is told in the result: the other variants have their turns all the
  /// same.
  Run run(Path dir) throws InterruptedException {
    String runId =
        "r%d-%s-%d".formatted(round, spec.variant().name(), spec.text().hashCode() & 0xffff);
    List<Child> before = children.running();
    @Nullable String failure = null;
    try {
      turn(runId, makeDir(dir.resolve(runId)));
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      progress.accept("FAILED: " + failure);
    } finally {
      children.running().reversed().stream()
          .filter(child -> !before.contains(child))
          .forEach(children::end);
      topics.deleteAll(runId);
      dropState(dir.resolve(runId));
    }
    return new Run(
        spec.text(),
        round,
        secondsToStart,
        secondsToWarm,
        warmUp,
        drain,
        steps,
        outage,
        crash,
        audit,
        failure);
  }

  private void turn(String runId, Path dir) throws InterruptedException {
    Path ledger = dir.resolve("ledger.ndjson");
    Child gateways =
        children.start(
            "gateways",
            Java.run(BenchGateways.class.getName(), ledger.toString(), latency),
            Map.of());
    String url = gateways.awaitLine("ready", START_LIMIT).substring("ready ".length());
    VariantSetup setup =
        new VariantSetup(runId, bootstrap, url, dir, spec.settings(), shape, children);
    spec.variant().makeTopics(setup, topics);
    try (Sampler sampler = new Sampler(children);
        OutcomeWatcher watcher = new OutcomeWatcher(bootstrap, spec.variant().outcomes(setup))) {
      Load load = Load.start(children, bootstrap, setup.placed());
      long began = System.nanoTime();
      spec.variant().start(setup);
      secondsToStart = (System.nanoTime() - began) / 1e9;
      warmUp(new WarmUp(load, watcher, plan), began);
      if (plan.crash()) {
        crash(new CrashMeasurement(setup, load, watcher));
      } else {
        Drain found =
            measure(
                new Measurement(setup, plan, load, watcher, topics, sampler, recordings), setup);
        if (plan.outage().isPresent()) {
          outage(
              new OutageMeasurement(
                  plan.outage().get(),
                  load,
                  watcher,
                  topics,
                  sampler,
                  gateways,
                  named(Variants.PIPELINE)),
              found.ordersPerSecond(),
              setup);
        }
      }
      load.process().close();
    }
    if (spec.variant().audited()) {
      spec.variant().end(setup).ifPresent(progress);
      children.end(gateways); // Which writes the end of its ledger.
      audit(setup, ledger);
    }
  }

  private void warmUp(WarmUp phase, long began) throws InterruptedException {
    warmUp.addAll(phase.run());
    secondsToWarm = (System.nanoTime() - began) / 1e9;
    progress.accept(
        "warm after %.0f s: %s orders/s"
            .formatted(secondsToWarm, warmUp.stream().map(r -> "%.0f".formatted(r)).toList()));
  }

  private void outage(OutageMeasurement measurement, double saturation, VariantSetup setup)
      throws InterruptedException {
    Outage found =
        measurement.run(
            saturation, spec.variant().outcomes(setup), new LogReader(setup.bootstrap()));
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

  private void crash(CrashMeasurement measurement) throws InterruptedException {
    Crash found = measurement.run();
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

  private Drain measure(Measurement measurement, VariantSetup setup) throws InterruptedException {
    Drain found = measurement.drain(warmUp.getLast());
    drain = found;
    shape = Shape.of(found.topics(), setup.prefix().length(), found.arrived());
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
    for (double fraction : plan.fractions()) {
      step(measurement, fraction, fraction * found.ordersPerSecond());
    }
    for (double rate : plan.rates()) {
      if (rate <= HEADROOM * found.ordersPerSecond()) {
        step(measurement, 0, rate);
      }
    }
    return found;
  }

  private void step(Measurement measurement, double fraction, double rate)
      throws InterruptedException {
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

  private Child named(String label) {
    return children.running().stream()
        .filter(child -> child.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + label));
  }

  private void audit(VariantSetup setup, Path ledger) throws InterruptedException {
    Audit.Verdict verdict = Audit.run(setup, ledger);
    audit = new AuditResult(verdict.clean(), verdict.verdict());
    progress.accept(
        verdict.clean() ? "audit: clean" : "AUDIT NOT CLEAN, the figures are void: " + verdict);
  }

  /// What it was seen to write; what it was told if it did not come so far.
  Shape shape() {
    return shape;
  }

  /// Millions of remembered orders are gigabytes, which the next turn may need. Logs and ledger
  /// stay.
  private static void dropState(Path dir) {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path state : files.filter(Turn::isState).toList()) {
        Scratch.remove(state);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the state under " + dir, e);
    }
  }

  private static boolean isState(Path file) {
    return Files.isDirectory(file) && file.getFileName().toString().startsWith("state");
  }

  private static Path makeDir(Path dir) {
    try {
      return Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + dir, e);
    }
  }
}
