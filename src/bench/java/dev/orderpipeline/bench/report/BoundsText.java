package dev.orderpipeline.bench.report;

import static dev.orderpipeline.bench.report.TextReport.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Outages, crashes and growth as rows of words, for the terminal and for the page.
final class BoundsText {

  private static final double MIB = 1024 * 1024;

  private BoundsText() {}

  /// One outage, a figure in each row.
  static List<List<String>> outage(Outage outage) {
    return List.of(
        List.of(
            "gateways away",
            "%s s, under %s orders/s"
                .formatted(
                    number(outage.upAt() - outage.downAt(), 0),
                    number(outage.ordersPerSecond(), 0))),
        List.of(
            "orders, outcomes",
            "%,d, %,d %s".formatted(outage.orders(), outage.arrived(), outage.states())),
        List.of("attempts", attempts(outage.attempts())),
        List.of("saturation before", number(outage.saturation(), 0) + " orders/s"),
        List.of(
            "drained afterwards",
            "%s orders/s, %s of saturation; with the ramp %s, %s of it"
                .formatted(
                    number(outage.drained(), 0),
                    number(outage.drainedRatio(), 2),
                    number(outage.drainedWithRamp(), 0),
                    number(outage.drainedWithRamp() / outage.saturation(), 2))),
        List.of(
            "ramp",
            "first outcome after %s s, 0.8 of saturation after %s s, worked off after %s s"
                .formatted(
                    number(outage.secondsToFirst(), 1),
                    outage.secondsToWanted() < 0 ? "-" : number(outage.secondsToWanted(), 1),
                    number(outage.secondsToDone(), 1))),
        List.of("outcomes/s from then", from(outage.perSecond(), outage.upAt())),
        List.of(
            "RSS, heap MiB",
            "at most %s, %s; end of the outage against its beginning %s"
                .formatted(
                    number(outage.largestRss() / MIB, 0),
                    number(outage.largestHeap() / MIB, 0),
                    number(outage.growth(), 2))));
  }

  private static String attempts(Map<Integer, Integer> attempts) {
    return attempts.entrySet().stream()
        .map(entry -> "%d: %,d orders".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String from(List<Integer> perSecond, double upAt) {
    return perSecond.stream()
        .skip((long) upAt)
        .limit(20)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  static List<List<String>> crashes(List<Crash> crashes) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "killed",
            "remembered",
            "partitions",
            "first outcome, s",
            "on all of them, s",
            "orders"));
    for (Crash crash : crashes) {
      rows.add(
          List.of(
              crash.how(),
              "%,d".formatted(crash.remembered()),
              String.valueOf(crash.partitions()),
              number(crash.secondsToFirst(), 1),
              number(crash.secondsToAll(), 1),
              crash.complete()
                  ? "all done"
                  : "ONLY %d of %d, %d of %d partitions"
                      .formatted(
                          crash.arrived(), crash.orders(), crash.back(), crash.partitions())));
    }
    return List.copyOf(rows);
  }

  /// @param rows from few to many; ratios are to the first
  static List<List<String>> growth(String of, List<GrowthRow> rows) {
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(
            of,
            "orders/s",
            "of the first",
            "pipeline ms CPU",
            "all ms CPU",
            "RSS MiB",
            "start s",
            "at half: orders/s",
            "p50",
            "p95",
            "at a rate: orders/s",
            "p50",
            "p95"));
    for (GrowthRow row : rows) {
      var cells =
          new ArrayList<String>(
              List.of(
                  "%,d".formatted(row.count()),
                  number(row.ordersPerSecond(), 0),
                  number(row.ordersPerSecond() / rows.getFirst().ordersPerSecond(), 2),
                  number(row.pipelineCpuMs(), 3),
                  number(row.allCpuMs(), 3),
                  number(row.rssMiB(), 0),
                  number(row.startSeconds(), 1)));
      cells.addAll(at(row.half()));
      cells.addAll(at(row.steady()));
      table.add(cells);
    }
    return List.copyOf(table);
  }

  private static List<String> at(GrowthRow.@Nullable At at) {
    return at == null
        ? List.of("-", "-", "-")
        : List.of(number(at.ordersPerSecond(), 0), number(at.p50(), 0), number(at.p95(), 0));
  }
}
