package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.report.LineChart.Line;
import dev.orderpipeline.bench.report.LineChart.Point;
import dev.orderpipeline.bench.report.Outage.Memory;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The plots of outages and of growth.
final class BoundsCharts {

  private static final String BLUE = Palette.variant(0);
  private static final String ORANGE = Palette.variant(2);
  private static final double MIB = 1024 * 1024;

  private BoundsCharts() {}

  /// Outcomes in each second; the last is not a whole one.
  static String rate(Outage outage) {
    List<Integer> series = outage.perSecond();
    return new LineChart("seconds since the load began", false, false)
        .mark(outage.saturation(), "saturation")
        .mark(outage.ordersPerSecond(), "offered")
        .line(
            new Line(
                "outcomes",
                BLUE,
                2,
                "",
                false,
                IntStream.range(0, Math.max(1, series.size() - 1))
                    .mapToObj(second -> new Point(second + 0.5, series.get(second), ""))
                    .toList()))
        .draw();
  }

  static String memory(Outage outage) {
    return new LineChart("seconds since the load began", false, false)
        .line(memory("RSS", BLUE, "", outage, Memory::rssBytes))
        .line(memory("heap", ORANGE, "6 3", outage, Memory::heapBytes))
        .draw();
  }

  private static Line memory(
      String name, String color, String dash, Outage outage, ToDoubleFunction<Memory> figure) {
    return new Line(
        name,
        color,
        2,
        dash,
        false,
        outage.memory().stream()
            .filter(at -> figure.applyAsDouble(at) > 0)
            .map(at -> new Point(at.second() + 0.5, figure.applyAsDouble(at) / MIB, ""))
            .toList());
  }

  static String throughput(List<GrowthRow> rows) {
    return new LineChart(axis(rows), wide(rows), false)
        .line(
            new Line(
                "orders/s",
                BLUE,
                2,
                "",
                true,
                rows.stream()
                    .map(row ->
                        new Point(
                            row.count(),
                            row.ordersPerSecond(),
                            TextReport.number(row.ordersPerSecond(), 0) + " orders/s"))
                    .toList()))
        .draw();
  }

  static String latency(List<GrowthRow> rows) {
    return new LineChart(axis(rows), wide(rows), false)
        .line(latency(rows, "p50", "", GrowthRow.At::p50))
        .line(latency(rows, "p95", "6 3", GrowthRow.At::p95))
        .draw();
  }

  private static Line latency(
      List<GrowthRow> rows, String name, String dash, ToDoubleFunction<GrowthRow.At> figure) {
    return new Line(
        name,
        ORANGE,
        2,
        dash,
        true,
        rows.stream().flatMap(row -> point(row, name, figure::applyAsDouble).stream()).toList());
  }

  private static List<Point> point(
      GrowthRow row, String name, Function<GrowthRow.At, Double> figure) {
    GrowthRow.@Nullable At half = row.half();
    if (half == null) {
      return List.of();
    }
    double ms = figure.apply(half);
    return List.of(new Point(row.count(), ms, name + ": " + TextReport.number(ms, 0) + " ms"));
  }

  /// Counts that span more than one power of ten.
  private static boolean wide(List<GrowthRow> rows) {
    return rows.getLast().count() > 10 * rows.getFirst().count();
  }

  private static String axis(List<GrowthRow> rows) {
    return rows.getFirst().of() + (wide(rows) ? " (logarithmic)" : "");
  }
}
