package dev.orderpipeline.bench.process;

import dev.orderpipeline.bench.measure.WallClock;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final long SECOND = 1_000_000_000L;
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
    // Instances of one service share a label, and count together.
    Map<String, Usage> now = new LinkedHashMap<>();
    children.runningWithShared().stream()
        .filter(Child::alive)
        .forEach(child -> now.merge(child.label(), Usage.of(child.handle()), Usage::plus));
    now.put(SELF, Usage.of(ProcessHandle.current()));
    now.forEach((label, usage) ->
        samples
            .computeIfAbsent(label, _ -> new ArrayList<>())
            .add(new Sample(WallClock.nanos(), usage.cpu().toNanos() / 1e9, usage.rssBytes())));
  }

  /// CPU seconds used between two times, by process.
  public synchronized Map<String, Double> cpuSeconds(long from, long to) {
    var used = new LinkedHashMap<String, Double>();
    samples.forEach((label, all) -> used.put(label, cpuAt(all, to) - cpuAt(all, from)));
    return used;
  }

  /// The largest resident memory between two times, by process: what was seen last before them
  /// counts too, so that a span shorter than our period has a figure.
  public synchronized Map<String, Long> rssBytes(long from, long to) {
    var largest = new LinkedHashMap<String, Long>();
    samples.forEach((label, all) -> {
      long rss = 0;
      for (Sample sample : all) {
        if (sample.at() > to) {
          break;
        }
        rss = sample.at() <= from ? sample.rssBytes() : Math.max(rss, sample.rssBytes());
      }
      largest.put(label, rss);
    });
    return largest;
  }

  /// The largest resident memory of a process in each second after a time; 0 where it was not
  /// there.
  public synchronized List<Long> rssPerSecond(String label, long from, long to) {
    var seconds = new ArrayList<Long>(Collections.nCopies((int) ((to - from) / SECOND) + 1, 0L));
    for (Sample sample : samples.getOrDefault(label, List.of())) {
      if (sample.at() >= from && sample.at() <= to) {
        int second = (int) ((sample.at() - from) / SECOND);
        seconds.set(second, Math.max(seconds.get(second), sample.rssBytes()));
      }
    }
    return List.copyOf(seconds);
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
