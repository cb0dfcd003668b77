package dev.orderpipeline.bench;

import dev.orderpipeline.bench.gateways.BenchGateways;
import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.process.Sampler;
import dev.orderpipeline.bench.process.Scratch;
import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.variant.Audit;
import dev.orderpipeline.bench.variant.Shape;
import dev.orderpipeline.bench.variant.Spec;
import dev.orderpipeline.bench.variant.VariantSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A variant with topics, gateways, load and processes of its own, from its start to its audit;
/// only the broker is everybody's.
final class Contestant implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Spec spec;
  private final Topics topics;
  private final Consumer<String> progress;
  private final Path ledger;
  private final Child gateways;
  private final VariantSetup setup;
  private final Load load;
  private final OutcomeWatcher watcher;
  private final Sampler sampler;

  private Contestant(
      Spec spec,
      VariantSetup setup,
      Path ledger,
      Child gateways,
      Topics topics,
      Consumer<String> progress)
      throws InterruptedException {
    this.spec = spec;
    this.setup = setup;
    this.ledger = ledger;
    this.gateways = gateways;
    this.topics = topics;
    this.progress = progress;
    spec.variant().makeTopics(setup, topics);
    this.load = Load.start(setup.children(), setup.bootstrap(), setup.placed());
    this.watcher = new OutcomeWatcher(setup.bootstrap(), spec.variant().outcomes(setup));
    this.sampler = new Sampler(setup.children());
  }

  /// Starts all but the variant itself.
  ///
  /// @param runId what its topics and its directory are called
  /// @param shape what the product writes for an order, as last measured
  static Contestant of(
      Spec spec, String runId, Path parent, Venue venue, Shape shape, Consumer<String> progress)
      throws InterruptedException {
    Path dir = makeDir(parent.resolve(runId));
    Children children = venue.children().part(dir);
    boolean complete = false;
    try {
      Path ledger = dir.resolve("ledger.ndjson");
      Child gateways =
          children.start(
              "gateways",
              Java.run(BenchGateways.class.getName(), ledger.toString(), venue.latency()),
              Map.of());
      String url = gateways.awaitLine("ready", START_LIMIT).substring("ready ".length());
      VariantSetup setup =
          new VariantSetup(runId, venue.bootstrap(), url, dir, spec.settings(), shape, children);
      Contestant contestant =
          new Contestant(spec, setup, ledger, gateways, venue.topics(), progress);
      complete = true;
      return contestant;
    } finally {
      if (!complete) {
        children.close();
        venue.topics().deleteAll(runId);
      }
    }
  }

  /// How a variant came to be measured.
  ///
  /// @param secondsToStart until it took work
  /// @param secondsToWarm from the same beginning until it did not get faster any more
  /// @param rates in orders per second, of each batch of the warm-up
  record Start(double secondsToStart, double secondsToWarm, List<Double> rates) {

    /// Of one that did not come so far.
    static final Start NONE = new Start(0, 0, List.of());
  }

  /// Starts the variant, and gives it work until it does not get faster any more.
  Start start(Plan plan) throws InterruptedException {
    long began = System.nanoTime();
    spec.variant().start(setup);
    double toStart = seconds(began);
    List<Double> rates = new WarmUp(load, watcher, plan).run();
    double toWarm = seconds(began);
    progress.accept(
        "warm after %.0f s: %s orders/s"
            .formatted(toWarm, rates.stream().map(rate -> "%.0f".formatted(rate)).toList()));
    return new Start(toStart, toWarm, rates);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /// A backlog and even loads.
  Loads loads(Plan plan, Optional<Path> recordings) {
    return new Loads(
        new Measurement(setup, plan, load, watcher, topics, sampler, recordings), plan, progress);
  }

  /// Ends load, variant and gateways, and has the product audited.
  ///
  /// @return what was found; empty for a variant that promises nothing
  Optional<AuditResult> finish() throws InterruptedException {
    load.process().close();
    if (!spec.variant().audited()) {
      return Optional.empty();
    }
    spec.variant().end(setup).ifPresent(progress);
    setup.children().end(gateways); // Which writes the end of its ledger.
    Audit.Verdict verdict = Audit.run(setup, ledger);
    progress.accept(
        verdict.clean() ? "audit: clean" : "AUDIT NOT CLEAN, the figures are void: " + verdict);
    return Optional.of(new AuditResult(verdict.clean(), verdict.verdict()));
  }

  Spec spec() {
    return spec;
  }

  VariantSetup setup() {
    return setup;
  }

  Child gateways() {
    return gateways;
  }

  Load load() {
    return load;
  }

  OutcomeWatcher watcher() {
    return watcher;
  }

  Sampler sampler() {
    return sampler;
  }

  Topics topics() {
    return topics;
  }

  /// Ends whatever is left of it. Logs and ledger stay.
  @Override
  public void close() {
    watcher.close();
    sampler.close();
    setup.children().close();
    topics.deleteAll(setup.runId());
    dropState(setup.dir());
  }

  /// Millions of remembered orders are gigabytes, which the next one may need.
  private static void dropState(Path dir) {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path state : files.filter(Contestant::isState).toList()) {
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
