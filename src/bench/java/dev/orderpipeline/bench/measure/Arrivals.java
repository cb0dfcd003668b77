package dev.orderpipeline.bench.measure;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/// When the outcome of each order of one batch arrived. Written by the watcher's thread, read by
/// others once they have seen [#count].
public final class Arrivals {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(30);
  private static final int DIGITS = 3;

  /// Outcomes are seen by the fetch: what lies nearer together was seen in a few, or in one, and
  /// tells no rate.
  private static final double SHORTEST_SECONDS = 0.1;

  private final long first;
  private final long[] at;
  private final AtomicInteger count = new AtomicInteger();

  /// @param first sequence number of the batch's first order
  Arrivals(long first, int orders) {
    this.first = first;
    this.at = new long[orders];
  }

  /// Notes an outcome; a second one of an order is not counted.
  void arrived(long sequence, long now) {
    int index = (int) (sequence - first);
    if (index >= 0 && index < at.length && at[index] == 0) {
      at[index] = now;
      count.incrementAndGet();
    }
  }

  /// Sequence number of its first order.
  public long first() {
    return first;
  }

  public int orders() {
    return at.length;
  }

  public int count() {
    return count.get();
  }

  public boolean complete() {
    return count() == at.length;
  }

  /// When the outcome of an order arrived; 0 if it has not.
  ///
  /// @param index of the order in its batch, from 0
  public long timeOfOrder(int index) {
    return at[index];
  }

  /// When they arrived, the earliest first.
  public long[] times() {
    return sorted();
  }

  /// When this share of the batch's outcomes had arrived.
  ///
  /// @param share 0 to 1, of those that arrived
  public long timeOfShare(double share) {
    long[] sorted = sorted();
    if (sorted.length == 0) {
      throw new IllegalStateException("none of " + at.length + " outcomes has arrived");
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
  }

  /// Outcomes per second between two shares of the batch, taken to lie a tenth of a second apart if
  /// they lie nearer.
  public double rate(double from, double to) {
    double seconds = (timeOfShare(to) - timeOfShare(from)) / 1e9;
    return (to - from) * (count() - 1) / Math.max(seconds, SHORTEST_SECONDS);
  }

  /// Outcomes in each second after a time.
  public int[] perSecond(long start) {
    long[] sorted = sorted();
    int[] series = new int[sorted.length == 0 ? 0 : second(sorted[sorted.length - 1], start) + 1];
    for (long time : sorted) {
      series[second(time, start)]++;
    }
    return series;
  }

  private static int second(long time, long start) {
    return (int) Math.max(0, (time - start) / 1_000_000_000L);
  }

  /// From when each order should have been sent to when its outcome arrived, in nanoseconds: what
  /// was sent late has waited all the same.
  ///
  /// @param start when the first should have been sent
  /// @param from index of the first that counts
  public Histogram latencies(long start, double ordersPerSecond, int from) {
    Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
    for (int i = from; i < at.length; i++) {
      if (at[i] != 0) {
        long intended = start + (long) (i * 1e9 / ordersPerSecond);
        histogram.recordValue(Math.clamp(at[i] - intended, 0, LONGEST_NANOS));
      }
    }
    return histogram;
  }

  private long[] sorted() {
    count.get(); // What the watcher wrote before it counted is seen from here on.
    return Arrays.stream(at).filter(time -> time != 0).sorted().toArray();
  }
}
