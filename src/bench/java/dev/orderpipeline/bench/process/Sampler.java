package dev.orderpipeline.bench.process;

import dev.orderpipeline.bench.measure.WallClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at every process several times a second, so that CPU and memory can be told afterwards for
/// any span of time. Our own process is among them, as `measurer`. Thread-safe.
public final class Sampler implements AutoCloseable {

  private static final long PERIOD_MS = 200;
  private static final String SELF = "measurer";

  private record Sample(long at, double cpuSeconds, long rssBytes) {}

  private final Children children;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sampler").factory());

  public Sampler(Children children) {
    this.children = children;
    var _ = timer.scheduleAtFixedRate(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    children.running().stream()
        .filter(Child::alive)
        .forEach(child -> look(child.label(), child.handle()));
    look(SELF, ProcessHandle.current());
  }

  private void look(String label, ProcessHandle process) {
    Usage usage = Usage.of(process);
    samples
        .computeIfAbsent(label, _ -> new ArrayList<>())
        .add(new Sample(WallClock.nanos(), usage.cpu().toNanos() / 1e9, usage.rssBytes()));
  }

  /// CPU seconds used between two times, by process.
  public synchronized Map<String, Double> cpuSeconds(long from, long to) {
    var used = new LinkedHashMap<String, Double>();
    samples.forEach((label, all) -> used.put(label, cpuAt(all, to) - cpuAt(all, from)));
    return used;
  }

  /// The largest resident memory seen between two times, by process.
  public synchronized Map<String, Long> rssBytes(long from, long to) {
    var largest = new LinkedHashMap<String, Long>();
    samples.forEach((label, all) ->
        largest.put(
            label,
            all.stream()
                .filter(sample -> sample.at() >= from && sample.at() <= to)
                .mapToLong(Sample::rssBytes)
                .max()
                .orElse(0)));
    return largest;
  }

  /// Between two samples CPU is taken as used evenly.
  private static double cpuAt(List<Sample> all, long at) {
    Sample before = all.getFirst();
    for (Sample sample : all) {
      if (sample.at() >= at) {
        double span = sample.at() - before.at();
        double share = span == 0 ? 0 : Math.max(0, at - before.at()) / span;
        return before.cpuSeconds() + share * (sample.cpuSeconds() - before.cpuSeconds());
      }
      before = sample;
    }
    return before.cpuSeconds();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
