package dev.orderpipeline.bench;

import java.util.Arrays;

/// How a backlog was worked off while orders kept coming.
///
/// @param times when outcomes arrived, the earliest first, from index `from`, the first after the
///   gateways were back, to before index `to`, from which on no more waited than came in a second
record Comeback(long[] times, int from, int to, long up) {

  private static final long LOOK = 100_000_000;
  private static final double SECOND = 1e9;

  /// The steady middle, as of any backlog.
  private static final double FIRST = 0.2;

  private static final double LAST = 0.9;

  /// @param start when the first order was due
  /// @param rate at which they came
  static Comeback of(long[] times, long start, long up, double rate) {
    int from = before(times, up);
    int to = times.length;
    long last = times.length == 0 ? up : times[times.length - 1];
    for (long at = up; at < last; at += LOOK) {
      int arrived = before(times, at);
      double offered = Math.min(times.length, rate * (at - start) / SECOND);
      if (offered - arrived <= rate) {
        to = Math.max(from, arrived);
        break;
      }
    }
    return new Comeback(times, from, to, up);
  }

  private static int before(long[] times, long at) {
    int found = Arrays.binarySearch(times, at);
    return found < 0 ? -found - 1 : found;
  }

  /// Outcomes per second between a fifth and nine tenths of them; 0 if there were none.
  double ordersPerSecond() {
    return rate(from + (int) (FIRST * (to - from)), from + (int) (LAST * (to - from)));
  }

  /// The same from the moment that the gateways were back.
  double withRamp() {
    return to == from ? 0 : (to - from) / Math.max(1e-3, seconds());
  }

  private double rate(int first, int last) {
    return last <= first
        ? 0
        : (last - first) / Math.max(1e-3, (times[last] - times[first]) / SECOND);
  }

  double secondsToFirst() {
    return from == times.length ? 0 : (times[from] - up) / SECOND;
  }

  /// Until a second began in which outcomes came at this rate; −1 if there was none.
  double secondsToRate(double rate) {
    for (int i = from; i < to; i++) {
      int next = before(times, times[i] + (long) SECOND);
      if (next - i >= rate) {
        return (times[i] - up) / SECOND;
      }
    }
    return -1;
  }

  /// Until the backlog was worked off.
  double seconds() {
    return to == from ? 0 : (times[to - 1] - up) / SECOND;
  }
}
