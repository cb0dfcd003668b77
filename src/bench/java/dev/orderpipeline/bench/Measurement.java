package dev.orderpipeline.bench;

import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.Arrivals;
import dev.orderpipeline.bench.measure.LogReader;
import dev.orderpipeline.bench.measure.LogState;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.measure.WallClock;
import dev.orderpipeline.bench.measure.Written;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import dev.orderpipeline.bench.process.FlightRecording;
import dev.orderpipeline.bench.process.Sampler;
import dev.orderpipeline.bench.process.Usage;
import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Latency;
import dev.orderpipeline.bench.report.Run.Step;
import dev.orderpipeline.bench.report.Run.Tenth;
import dev.orderpipeline.bench.variant.VariantSetup;
import dev.orderpipeline.bench.variant.Variants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/// Measures a variant that is warm: first how fast it works off a backlog, then how long an order
/// takes at an even load.
final class Measurement {

  /// The steady middle of a backlog: after it was all published, before it runs dry.
  private static final double FROM = 0.2;

  private static final double TO = 0.9;

  /// At the beginning of a load things settle; those orders do not count.
  private static final double SETTLING = 0.25;

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Set<String> RECORDED = Set.of(Variants.PIPELINE, "broker");
  private static final List<String> OFFSETS = List.of("__consumer_offsets");

  private final VariantSetup setup;
  private final Plan plan;
  private final Load load;
  private final OutcomeWatcher watcher;
  private final Topics topics;
  private final Sampler sampler;
  private final Children children;
  private final Optional<Path> recordings;

  Measurement(
      VariantSetup setup,
      Plan plan,
      Load load,
      OutcomeWatcher watcher,
      Topics topics,
      Sampler sampler,
      Optional<Path> recordings) {
    this.setup = setup;
    this.plan = plan;
    this.load = load;
    this.watcher = watcher;
    this.topics = topics;
    this.sampler = sampler;
    this.children = setup.children();
    this.recordings = recordings;
  }

  /// Works off a backlog.
  ///
  /// @param expectedRate what the warm-up has come to
  Drain drain(double expectedRate) throws InterruptedException {
    int orders =
        plan.backlog()
            .orElseGet(() ->
                Math.clamp(
                    (long) (expectedRate * plan.drain().toNanos() / 1e9), 100, plan.orders()));
    load.prepare(orders);
    List<String> own = topics.startingWith(setup.runId());
    LogState before = topics.state(own);
    LogState offsetsBefore = topics.state(OFFSETS);
    Arrivals arrivals = watcher.expect(orders);
    long start = WallClock.nanos();
    try (var _ = recording()) {
      load.burst();
      watcher.await(arrivals, patience(orders, expectedRate));
    }
    Map<String, Long> heap = heap();
    LogReader log = new LogReader(setup.bootstrap());
    List<Written> written = written(log, before, topics.state(own));
    double commitsPerSecond = commitsPerSecond(log, offsetsBefore, start, arrivals);
    long from = arrivals.timeOfShare(FROM);
    long to = arrivals.timeOfShare(TO);
    double count = arrivals.count();
    return new Drain(
        orders,
        arrivals.count(),
        arrivals.rate(FROM, TO),
        tenths(arrivals, start),
        Arrays.stream(arrivals.perSecond(start)).boxed().toList(),
        perOrder(from, to, (TO - FROM) * count),
        sampler.rssBytes(start, arrivals.timeOfShare(1)),
        heap,
        commitsPerSecond,
        written.stream().mapToLong(Written::records).sum() / count,
        written.stream().mapToLong(Written::payloadBytes).sum() / count,
        written.stream().mapToLong(Written::logBytes).sum() / count,
        written);
  }

  /// A transaction that moves a group's offsets leaves one marker in the one partition that the
  /// group has there.
  private double commitsPerSecond(LogReader log, LogState before, long start, Arrivals arrivals) {
    long markers = log.written(before, topics.state(OFFSETS)).getFirst().markers();
    return markers / ((arrivals.timeOfShare(1) - start) / 1e9);
  }

  /// Until a backlog must have been worked off, at a third of the rate seen so far.
  private static Duration patience(int orders, double rate) {
    return Duration.ofMillis((long) (3e3 * orders / rate)).plus(GRACE);
  }

  private List<Tenth> tenths(Arrivals arrivals, long start) {
    var tenths = new ArrayList<Tenth>();
    long from = start;
    for (int i = 1; i <= 10; i++) {
      long to = arrivals.timeOfShare(i / 10.0);
      tenths.add(
          new Tenth(
              arrivals.count() / 10.0 / Math.max(1e-3, (to - from) / 1e9),
              sampler.rssBytes(from, to).getOrDefault(Variants.PIPELINE, 0L)));
      from = to;
    }
    return List.copyOf(tenths);
  }

  private FlightRecording recording() throws InterruptedException {
    return FlightRecording.start(
        children.runningWithShared().stream()
            .filter(child -> RECORDED.contains(child.label()))
            .toList(),
        recordings,
        setup.runId());
  }

  /// What the variant wrote, without the orders that the load wrote.
  private List<Written> written(LogReader log, LogState before, LogState after) {
    return log.written(before, after).stream()
        .filter(topic -> !topic.topic().equals(setup.placed()))
        .toList();
  }

  /// Keeps up an even load.
  ///
  /// @param fraction for the report; 0 for a rate given as such
  Step step(double fraction, double ordersPerSecond) throws InterruptedException {
    int orders = (int) Math.ceil(ordersPerSecond * plan.step().toNanos() / 1e9);
    int settling = (int) (orders * SETTLING);
    load.prepare(orders);
    LogState offsetsBefore = topics.state(OFFSETS);
    Arrivals arrivals = watcher.expect(orders);
    long start = load.pace(ordersPerSecond);
    load.awaitSent();
    watcher.await(arrivals, plan.step().plus(GRACE));
    double commitsPerSecond =
        commitsPerSecond(new LogReader(setup.bootstrap()), offsetsBefore, start, arrivals);
    long from = start + (long) (settling * 1e9 / ordersPerSecond);
    long to = start + (long) (orders * 1e9 / ordersPerSecond);
    int counted = orders - settling;
    return new Step(
        fraction,
        ordersPerSecond,
        counted,
        arrivals.count() - settling,
        latency(arrivals.latencies(start, ordersPerSecond, settling)),
        perOrder(from, to, counted),
        sampler.rssBytes(from, to),
        heap(),
        commitsPerSecond);
  }

  private Map<String, Double> perOrder(long from, long to, double orders) {
    var perOrder = new LinkedHashMap<String, Double>();
    sampler
        .cpuSeconds(from, to)
        .forEach((label, seconds) -> perOrder.put(label, seconds * 1e3 / orders));
    return perOrder;
  }

  private Map<String, Long> heap() throws InterruptedException {
    var heap = new LinkedHashMap<String, Long>();
    for (Child child : children.runningWithShared()) {
      heap.put(child.label(), Usage.heapBytes(child.handle()));
    }
    return heap.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
  }

  private static Latency latency(Histogram nanos) {
    return new Latency(
        ms(nanos, 50),
        ms(nanos, 90),
        ms(nanos, 95),
        ms(nanos, 99),
        ms(nanos, 99.9),
        nanos.getMaxValue() / 1e6);
  }

  private static double ms(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}
