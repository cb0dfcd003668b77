package dev.orderpipeline.http.console;

import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/// How the [Flow] has been: rates over the last seconds, and the outcomes of the last minutes by
/// spans of time that begin at the same moments at every instance, so that they can be added up. To
/// be sampled about once a second. Thread-safe.
public final class FlowHistory {

  static final int SPAN_SECONDS = 2;
  static final int SPANS = 300;
  private static final int RATE_SAMPLES = 6;

  private record Sample(long atMillis, Map<StateName, Long> entered) {}

  /// Outcomes by span, oldest first; spans that have ended only.
  ///
  /// @param end when the last of them ended, in seconds of the epoch
  public record Outcomes(long end, int spanSeconds, int[] completed, int[] failed) {}

  private final Flow flow;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final int[] completed = new int[SPANS + 1];
  private final int[] failed = new int[SPANS + 1];
  private long span;

  public FlowHistory(Flow flow, Instant now) {
    this.flow = flow;
    this.span = spanOf(now);
    samples.add(look(now));
  }

  public synchronized void sample(Instant now) {
    advance(spanOf(now));
    Sample before = samples.getLast();
    Sample current = look(now);
    int slot = slot(span);
    completed[slot] += came(before, current, StateName.COMPLETED);
    failed[slot] += came(before, current, StateName.FAILED);
    samples.addLast(current);
    if (samples.size() > RATE_SAMPLES) {
      samples.removeFirst();
    }
  }

  /// Orders a second that came into each state lately.
  public synchronized Map<StateName, Double> rates() {
    Sample first = samples.getFirst();
    Sample latest = samples.getLast();
    double seconds = (latest.atMillis() - first.atMillis()) / 1_000.0;
    Map<StateName, Double> rates = new EnumMap<>(StateName.class);
    for (StateName state : StateName.values()) {
      rates.put(state, seconds <= 0 ? 0 : came(first, latest, state) / seconds);
    }
    return rates;
  }

  public synchronized Outcomes outcomes() {
    return new Outcomes(span * SPAN_SECONDS, SPAN_SECONDS, ended(completed), ended(failed));
  }

  private int[] ended(int[] ring) {
    int[] ordered = new int[SPANS];
    for (int i = 0; i < SPANS; i++) {
      ordered[i] = ring[slot(span - SPANS + i)];
    }
    return ordered;
  }

  /// Clears the spans between the current one and a later one. A clock that was set back goes on in
  /// the current one.
  private void advance(long to) {
    long from = Math.max(span, to - SPANS);
    for (long one = from + 1; one <= to; one++) {
      completed[slot(one)] = 0;
      failed[slot(one)] = 0;
    }
    if (to - span > SPANS) {
      completed[slot(from)] = 0;
      failed[slot(from)] = 0;
    }
    span = Math.max(span, to);
  }

  private Sample look(Instant now) {
    Map<StateName, Long> entered = new EnumMap<>(StateName.class);
    for (StateName state : StateName.values()) {
      entered.put(state, flow.entered(state));
    }
    return new Sample(now.toEpochMilli(), entered);
  }

  private static int came(Sample before, Sample after, StateName state) {
    return Math.toIntExact(
        after.entered().getOrDefault(state, 0L) - before.entered().getOrDefault(state, 0L));
  }

  private static long spanOf(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), SPAN_SECONDS);
  }

  private static int slot(long span) {
    return (int) Math.floorMod(span, (long) SPANS + 1);
  }
}
