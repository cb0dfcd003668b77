package dev.orderpipeline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.bench.load.Load;
import dev.orderpipeline.bench.measure.Arrivals;
import dev.orderpipeline.bench.measure.OutcomeWatcher;
import dev.orderpipeline.bench.measure.Partitions;
import dev.orderpipeline.bench.measure.WallClock;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.report.Crash;
import dev.orderpipeline.bench.variant.Instance;
import dev.orderpipeline.bench.variant.VariantSetup;
import dev.orderpipeline.bench.variant.Variants;
import dev.orderpipeline.stream.topics.TopicAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Kills the instance that owns most, with SIGKILL, while orders come, and looks when outcomes
/// appear again on its partitions. One that is alone is started again at once; of several the
/// others take over.
final class CrashMeasurement {

  private static final double ORDERS_PER_SECOND = 200;
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final Duration ASK = Duration.ofSeconds(20);
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// Copies are complete when the state directories do not grow for so long.
  private static final Duration STILL = Duration.ofSeconds(5);

  private static final double SECOND = 1e9;

  private final VariantSetup setup;
  private final Load load;
  private final OutcomeWatcher watcher;

  CrashMeasurement(VariantSetup setup, Load load, OutcomeWatcher watcher) {
    this.setup = setup;
    this.load = load;
    this.watcher = watcher;
  }

  Crash run() throws InterruptedException {
    List<Child> instances = setup.running(Variants.PIPELINE);
    awaitCopies(instances.size());
    int orders = (int) (ORDERS_PER_SECOND * (BEFORE.toSeconds() + AFTER.toSeconds()));
    load.prepare(orders);
    Map<Integer, String> owners = owners();
    int victim =
        IntStream.rangeClosed(1, instances.size())
            .boxed()
            .max(Comparator.comparingLong(number -> owned(owners, number).size()))
            .orElseThrow();
    List<Integer> lost = owned(owners, victim);
    Arrivals arrivals = watcher.expect(orders);
    long first = arrivals.first();
    long start = load.pace(ORDERS_PER_SECOND);
    Thread.sleep(BEFORE);
    long killed = WallClock.nanos();
    setup.children().kill(instances.get(victim - 1));
    if (instances.size() == 1) {
      var _ = Instance.start(setup, victim);
    }
    load.awaitSent();
    watcher.await(arrivals, LIMIT);
    Map<Integer, Double> back = new HashMap<>();
    for (int i = 0; i < orders; i++) {
      long sent = start + (long) (i * SECOND / ORDERS_PER_SECOND);
      int partition = Partitions.of(orderId(first + i).getBytes(UTF_8), setup.partitions());
      if (sent > killed && arrivals.timeOfOrder(i) > 0 && lost.contains(partition)) {
        back.merge(partition, (arrivals.timeOfOrder(i) - killed) / SECOND, Math::min);
      }
    }
    return new Crash(
        setup.number("remembered", 0),
        instances.size(),
        setup.number("standby-replicas", 0),
        lost.size(),
        back.size(),
        back.values().stream().min(Double::compare).orElse(-1.0),
        back.values().stream().max(Double::compare).orElse(-1.0),
        orders,
        arrivals.count());
  }

  private static String orderId(long sequence) {
    return "%s-%07d".formatted(Load.RUN, sequence);
  }

  private List<Integer> owned(Map<Integer, String> owners, int number) {
    // Every stream thread is a member of its own: the id, a hyphen and the thread's number.
    String id = Instance.id(setup, number) + "-";
    return owners.entrySet().stream()
        .filter(owner -> owner.getValue().startsWith(id))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<Integer, String> owners() {
    try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", setup.bootstrap()), ASK)) {
      return admin.readers(setup.runId(), setup.placed());
    }
  }

  /// Standbys fill in the background.
  private void awaitCopies(int instances) throws InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    long before = -1;
    for (long now = stateBytes(instances);
        now != before && System.nanoTime() < until;
        now = stateBytes(instances)) {
      before = now;
      Thread.sleep(STILL);
    }
  }

  private long stateBytes(int instances) {
    return IntStream.rangeClosed(1, instances)
        .mapToObj(number -> Instance.stateDir(setup, number))
        .mapToLong(CrashMeasurement::bytes)
        .sum();
  }

  private static long bytes(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.map(Path::toFile).filter(file -> file.isFile()).mapToLong(f -> f.length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return -System.nanoTime(); // A file went away meanwhile: it is not still.
    }
  }
}
