package dev.orderpipeline.bench.report;

import java.util.List;
import java.util.Map;

/// Both gateways were away for a while, under an even load. Seconds count from the first order.
///
/// @param ordersPerSecond offered all the time
/// @param orders offered
/// @param arrived outcomes; fewer than orders if some are lost, or not done within minutes
/// @param saturation orders per second, measured before in the same run
/// @param drained orders per second in the steady middle of the backlog afterwards
/// @param drainedWithRamp the same over all of it, from when the gateways were back
/// @param secondsToFirst outcome, from when they were back
/// @param secondsToWanted until outcomes came at [#WANTED] of saturation; −1 if they never did
/// @param secondsToDone until no more orders waited than come in a second
/// @param perSecond outcomes
/// @param memory of the pipeline, second by second
/// @param attempts how many orders needed how many, at the step that needed most
/// @param states outcomes by state
public record Outage(
    double ordersPerSecond,
    double downAt,
    double upAt,
    int orders,
    int arrived,
    double saturation,
    double drained,
    double drainedWithRamp,
    double secondsToFirst,
    double secondsToWanted,
    double secondsToDone,
    List<Integer> perSecond,
    List<Memory> memory,
    Map<Integer, Integer> attempts,
    Map<String, Integer> states) {

  /// Of saturation, afterwards.
  public static final double WANTED = 0.8;

  /// The first part of an outage: orders on their way fill up to their limit, and heap with them.
  private static final double FILLING = 0.2;

  private static final double TENTH = 0.1;

  /// @param rssBytes largest seen in that second; 0 if none was
  /// @param heapBytes in use, garbage included; 0 if it was not looked at
  public record Memory(int second, long rssBytes, long heapBytes) {}

  public double drainedRatio() {
    return drained / saturation;
  }

  int lost() {
    return orders - arrived;
  }

  /// Orders that needed more than one attempt at any step.
  int retried() {
    return attempts.entrySet().stream()
        .filter(entry -> entry.getKey() > 1)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// Largest resident memory in the last tenth of the outage against that in the tenth after things
  /// had filled up.
  double growth() {
    double length = upAt - downAt;
    double early = rss(downAt + FILLING * length, downAt + (FILLING + TENTH) * length);
    return rss(upAt - TENTH * length, upAt) / Math.max(1, early);
  }

  private double rss(double from, double to) {
    return memory.stream()
        .filter(at -> at.second() >= Math.floor(from) && at.second() <= Math.ceil(to))
        .mapToLong(Memory::rssBytes)
        .max()
        .orElse(0);
  }

  long largestRss() {
    return memory.stream().mapToLong(Memory::rssBytes).max().orElse(0);
  }

  long largestHeap() {
    return memory.stream().mapToLong(Memory::heapBytes).max().orElse(0);
  }
}
