package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Step;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// How long calls have taken lately, by gateway and lane: the last few hundred of the last half
/// minute. Takes no lock; a call that ends while another is written may be missed, which nobody
/// will see in a percentile. Thread-safe.
public final class RecentCalls implements CallListener {

  private static final int KEPT = 512;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// Of the calls that were looked at.
  ///
  /// @param calls how many, at least 1
  public record Latency(double p50Millis, double p95Millis, int calls) {}

  private static final class Ring {
    final AtomicLongArray endedAt = new AtomicLongArray(KEPT);
    final AtomicLongArray duration = new AtomicLongArray(KEPT);
    final AtomicInteger next = new AtomicInteger();
  }

  private final PerLane<Ring> rings = new PerLane<>((_, _) -> new Ring());
  private final CallListener next;
  private final LongSupplier nanoTime;

  /// Hears of calls and passes them on.
  ///
  /// @param nanoTime monotonic time
  public RecentCalls(CallListener next, LongSupplier nanoTime) {
    this.next = next;
    this.nanoTime = nanoTime;
  }

  @Override
  public void started(Step step, String method) {
    next.started(step, method);
  }

  @Override
  public void ended(Step step, String method, Answer answer, long durationNanos) {
    Ring ring = rings.get(step.gateway(), step.lane());
    int slot = Math.floorMod(ring.next.getAndIncrement(), KEPT);
    ring.endedAt.set(slot, nanoTime.getAsLong());
    // 0 is a slot that was never written.
    ring.duration.set(slot, Math.max(1, durationNanos));
    next.ended(step, method, answer, durationNanos);
  }

  /// Empty if no call has ended lately.
  public Optional<Latency> latency(Gateway gateway, Lane lane) {
    Ring ring = rings.get(gateway, lane);
    long now = nanoTime.getAsLong();
    long[] durations = new long[KEPT];
    int count = 0;
    for (int slot = 0; slot < KEPT; slot++) {
      long duration = ring.duration.get(slot);
      if (duration > 0 && now - ring.endedAt.get(slot) <= WINDOW_NANOS) {
        durations[count++] = duration;
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    Arrays.sort(durations, 0, count);
    return Optional.of(
        new Latency(millis(durations, count, 0.50), millis(durations, count, 0.95), count));
  }

  /// Nearest rank.
  private static double millis(long[] sorted, int count, double quantile) {
    int rank = (int) Math.ceil(quantile * count);
    return sorted[Math.max(0, rank - 1)] / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
