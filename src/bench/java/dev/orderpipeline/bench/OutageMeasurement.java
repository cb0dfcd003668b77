package dev.orderpipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.Arrivals;
import dev.orderpipeline.bench.measure.LogReader;
import dev.orderpipeline.bench.measure.LogState;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.measure.WallClock;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Sampler;
import dev.orderpipeline.bench.process.Usage;
import dev.orderpipeline.bench.report.Outage;
import dev.orderpipeline.bench.report.Outage.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lets orders come at an even pace while both gateways are away, and on until what has piled up is
/// worked off; looks at the memory of the pipeline, at how fast it comes back, and at what every
/// order has been through.
final class OutageMeasurement {

  /// Before and after, so that there is something to compare with.
  private static final Duration CALM = Duration.ofSeconds(5);

  /// What the load goes on for, beyond what the backlog would take at saturation: breakers notice
  /// late that the gateways are back, and open slowly.
  private static final Duration SLOW_START = Duration.ofSeconds(15);

  private static final double SLACK = 1.3;

  /// Of saturation: a load above that leaves nothing to work a backlog off with.
  private static final double MOST = 0.8;

  private static final Duration SWITCH_LIMIT = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final int LOOKS = 60;
  private static final double SECOND = 1e9;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OutagePlan plan;
  private final Load load;
  private final OutcomeWatcher watcher;
  private final Topics topics;
  private final Sampler sampler;
  private final Child gateways;
  private final Child pipeline;

  OutageMeasurement(
      OutagePlan plan,
      Load load,
      OutcomeWatcher watcher,
      Topics topics,
      Sampler sampler,
      Child gateways,
      Child pipeline) {
    this.plan = plan;
    this.load = load;
    this.watcher = watcher;
    this.topics = topics;
    this.sampler = sampler;
    this.gateways = gateways;
    this.pipeline = pipeline;
  }

  /// Runs it.
  ///
  /// @param saturation orders per second, as just measured
  /// @param outcomes the topics of them
  Outage run(double saturation, List<String> outcomes, LogReader log) throws InterruptedException {
    double rate = plan.ordersPerSecond();
    if (rate > MOST * saturation) {
      throw new IllegalStateException(
          "%.0f orders/s are more than %.1f of saturation (%.0f orders/s): the backlog of an outage would hardly ever be worked off"
              .formatted(rate, MOST, saturation));
    }
    Duration pace = pace(saturation);
    int orders = (int) (rate * seconds(pace));
    load.prepare(orders);
    LogState before = topics.state(outcomes);
    Arrivals arrivals = watcher.expect(orders);
    long start = load.pace(rate);
    var heap = new TreeMap<Integer, Long>();
    lookUntil(start, start + CALM.toNanos(), heap);
    long down = switchGateways("down");
    lookUntil(start, down + plan.length().toNanos(), heap);
    long up = switchGateways("up");
    long limit = start + pace.plus(GRACE).toNanos();
    while (!arrivals.complete() && WallClock.nanos() < limit) {
      lookUntil(start, WallClock.nanos() + lookEvery().toNanos(), heap);
    }
    load.awaitSent(pace);
    long end = WallClock.nanos();
    Comeback comeback = Comeback.of(arrivals.times(), start, up, rate);
    var attempts = new TreeMap<Integer, Integer>();
    var states = new TreeMap<String, Integer>();
    log.each(
        before,
        topics.state(outcomes),
        outcome -> {
          JsonNode order = parse(outcome.value());
          attempts.merge(attempts(order), 1, Integer::sum);
          states.merge(order.path("state").asText(), 1, Integer::sum);
        });
    return new Outage(
        rate,
        (down - start) / SECOND,
        (up - start) / SECOND,
        orders,
        arrivals.count(),
        saturation,
        comeback.ordersPerSecond(),
        comeback.withRamp(),
        comeback.secondsToFirst(),
        comeback.secondsToRate(Outage.WANTED * saturation),
        comeback.seconds(),
        Arrays.stream(arrivals.perSecond(start)).boxed().toList(),
        memory(sampler.rssPerSecond(pipeline.label(), start, end), heap),
        attempts,
        states);
  }

  /// How long the load goes on: before, meanwhile, and while the backlog is worked off.
  private Duration pace(double saturation) {
    double spare = saturation - plan.ordersPerSecond();
    double backlog = plan.ordersPerSecond() * seconds(plan.length());
    return CALM.plus(plan.length())
        .plus(SLOW_START)
        .plusMillis((long) (1e3 * SLACK * backlog / spare));
  }

  private long switchGateways(String to) throws InterruptedException {
    gateways.tell(to);
    gateways.awaitLine(to, SWITCH_LIMIT);
    return WallClock.nanos();
  }

  /// Looks at the heap now and then: often enough to see where it goes, seldom enough not to be
  /// seen in what is measured.
  private void lookUntil(long start, long until, Map<Integer, Long> heap)
      throws InterruptedException {
    for (long now = WallClock.nanos(); now < until; now = WallClock.nanos()) {
      heap.put((int) ((now - start) / SECOND), Usage.heapBytes(pipeline.handle()));
      long left = until - WallClock.nanos();
      if (left > 0) {
        Thread.sleep(Duration.ofNanos(Math.min(left, lookEvery().toNanos())));
      }
    }
  }

  private Duration lookEvery() {
    Duration every = plan.length().dividedBy(LOOKS);
    return every.toSeconds() < 1 ? Duration.ofSeconds(1) : every;
  }

  private static List<Memory> memory(List<Long> rss, Map<Integer, Long> heap) {
    var all = new ArrayList<Memory>();
    for (int second = 0; second < rss.size(); second++) {
      all.add(new Memory(second, rss.get(second), heap.getOrDefault(second, 0L)));
    }
    return List.copyOf(all);
  }

  /// The most that one of its steps has used.
  private static int attempts(JsonNode order) {
    int most = 0;
    for (String step : List.of("charge", "reservation", "refund", "release")) {
      most = Math.max(most, order.path(step).path("attempts").asInt());
    }
    return most;
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException("an outcome is no JSON", e);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / SECOND;
  }
}
