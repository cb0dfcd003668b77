package dev.orderpipeline.bench.report;

import static dev.orderpipeline.bench.variant.Variants.PRODUCT;

import dev.orderpipeline.bench.report.BarChart.Bar;
import dev.orderpipeline.bench.report.BarChart.Part;
import dev.orderpipeline.bench.report.LineChart.Line;
import dev.orderpipeline.bench.report.LineChart.Point;
import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Summary.StepSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The plots of the page.
final class Charts {

  private static final double P95_TARGET = 108;
  private static final double P99_TARGET = 160;

  private final Report report;
  private final List<String> variants;

  Charts(Report report) {
    this.report = report;
    this.variants = List.copyOf(report.variants().keySet());
  }

  private String color(String variant) {
    return Palette.variant(variants.indexOf(variant));
  }

  /// Orders per second at saturation, with the spread over the rounds.
  String saturation() {
    var bars = new ArrayList<Bar>();
    for (Summary s : report.summaries()) {
      Spread rate = s.ordersPerSecond();
      if (rate != null) {
        bars.add(
            new Bar(
                s.variant(),
                List.of(new Part(s.variant(), rate.median(), color(s.variant()))),
                TextReport.number(rate.median(), 0),
                rate.min(),
                rate.max()));
      }
    }
    return BarChart.draw(bars, "orders per second");
  }

  /// Outcomes in each second of each drain; the last second is not a whole one.
  String drains() {
    LineChart chart =
        new LineChart("seconds since the backlog began to be published", false, false);
    for (Run run : report.runs()) {
      Drain drain = run.drain();
      if (drain == null) {
        continue;
      }
      List<Integer> series = drain.perSecond();
      List<Point> points =
          IntStream.range(0, Math.max(1, series.size() - 1))
              .mapToObj(second -> new Point(second + 0.5, series.get(second), ""))
              .toList();
      chart.line(new Line(run.variant(), color(run.variant()), 2, "", false, points));
    }
    return chart.draw();
  }

  /// The product's percentiles against its load.
  String productLatency() {
    LineChart chart =
        new LineChart("orders per second", false, true)
            .mark(P95_TARGET, "p95 target, 108 ms")
            .mark(P99_TARGET, "p99 target, 160 ms");
    for (Summary s : report.summaries()) {
      if (s.variant().equals(PRODUCT)) {
        chart
            .line(percentile(s, "p50", "", StepSummary::p50))
            .line(percentile(s, "p95", "6 3", StepSummary::p95))
            .line(percentile(s, "p99", "2 3", StepSummary::p99))
            .line(percentile(s, "max", "1 5", StepSummary::max));
      }
    }
    return chart.draw();
  }

  private Line percentile(
      Summary s, String name, String dash, Function<StepSummary, Spread> figure) {
    return new Line(
        name,
        color(s.variant()),
        2,
        dash,
        true,
        s.steps().stream()
            .map(step -> {
              double ms = figure.apply(step).median();
              return new Point(
                  step.ordersPerSecond(),
                  ms,
                  "%s at %s/s: %s ms"
                      .formatted(
                          name,
                          TextReport.number(step.ordersPerSecond(), 0),
                          TextReport.number(ms, 1)));
            })
            .toList());
  }

  /// p95 of all against their load.
  String latencies() {
    LineChart chart = new LineChart("orders per second (logarithmic)", true, true);
    for (Summary s : report.summaries()) {
      chart.line(percentile(s, s.variant() + " p95", "", StepSummary::p95));
    }
    return chart.draw();
  }

  /// Where the CPU of one order goes.
  String cpu() {
    return BarChart.draw(
        report.summaries().stream()
            .filter(s -> !s.cpuMsPerOrder().isEmpty())
            .map(s -> cpu(s.variant(), s.cpuMsPerOrder()))
            .toList(),
        "CPU milliseconds per order, all processes");
  }

  private static Bar cpu(String name, Map<String, Double> perOrder) {
    List<Part> parts =
        perOrder.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry ->
                new Part(entry.getKey(), entry.getValue(), Palette.process(entry.getKey())))
            .toList();
    double sum = perOrder.values().stream().mapToDouble(v -> v).sum();
    return new Bar(name, parts, TextReport.number(sum, 3), 0, 0);
  }

  /// Memory of the process that does the work, at saturation.
  String memory() {
    var bars = new ArrayList<Bar>();
    for (Summary s : report.summaries()) {
      Spread rss = s.rssMiB();
      if (rss != null) {
        bars.add(
            new Bar(
                s.variant(),
                List.of(new Part("RSS", rss.median(), color(s.variant()))),
                TextReport.number(rss.median(), 0),
                rss.min(),
                rss.max()));
      }
    }
    return BarChart.draw(bars, "MiB resident at saturation");
  }

  /// Which colour is which variant.
  String variantLegend() {
    return legend(variants, this::color);
  }

  /// Which colour is which process.
  String processLegend() {
    List<String> processes =
        report.summaries().stream()
            .flatMap(s -> s.cpuMsPerOrder().keySet().stream())
            .distinct()
            .toList();
    return legend(processes, Palette::process);
  }

  private static String legend(List<String> names, Function<String, String> color) {
    var text = new StringBuilder("<p class='legend'>");
    for (String name : names) {
      text.append(
          "<span><i style='background:%s'></i>%s</span> "
              .formatted(color.apply(name), Svg.escape(name)));
    }
    return text.append("</p>\n").toString();
  }
}
