package dev.orderpipeline.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Lines over a plane: values above zero on a logarithmic or from zero on a linear scale.
final class LineChart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;

  /// One line.
  ///
  /// @param dash as of `stroke-dasharray`; empty for none
  /// @param dots whether each point is marked
  record Line(
      String name, String color, double width, String dash, boolean dots, List<Point> points) {}

  record Point(double x, double y, String title) {}

  /// A value to compare with, drawn across.
  record Mark(double y, String label) {}

  private final String xLabel;
  private final boolean xLog;
  private final boolean yLog;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  LineChart(String xLabel, boolean xLog, boolean yLog) {
    this.xLabel = xLabel;
    this.xLog = xLog;
    this.yLog = yLog;
  }

  LineChart line(Line line) {
    if (!line.points().isEmpty()) {
      lines.add(line);
    }
    return this;
  }

  LineChart mark(double y, String label) {
    marks.add(new Mark(y, label));
    return this;
  }

  String draw() {
    List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
    if (all.isEmpty()) {
      return "<p class='none'>Nothing was measured.</p>";
    }
    Scale x = scale(all.stream().map(Point::x).toList(), xLog, LEFT, WIDTH - RIGHT);
    var heights = new ArrayList<>(all.stream().map(Point::y).toList());
    marks.forEach(mark -> heights.add(mark.y()));
    Scale y = scale(heights, yLog, HEIGHT - BOTTOM, TOP);
    Svg svg = new Svg(WIDTH, HEIGHT);
    axes(svg, x, y);
    marks.forEach(mark -> mark(svg, y, mark));
    lines.forEach(line -> line(svg, x, y, line));
    return svg.toString();
  }

  private static Scale scale(List<Double> values, boolean log, double from, double to) {
    double max = values.stream().max(Double::compare).orElse(1.0);
    double min = values.stream().filter(v -> v > 0).min(Double::compare).orElse(1.0);
    return log ? Scale.log(min, max, from, to) : Scale.linear(max, from, to);
  }

  private void axes(Svg svg, Scale x, Scale y) {
    for (double value : y.lines()) {
      svg.line(LEFT, y.at(value), WIDTH - RIGHT, y.at(value), "grid")
          .text(LEFT - 8, y.at(value) + 4, "end", "tick", Scale.label(value));
    }
    for (double value : x.lines()) {
      svg.line(x.at(value), HEIGHT - BOTTOM, x.at(value), HEIGHT - BOTTOM + 4, "axis")
          .text(x.at(value), HEIGHT - BOTTOM + 18, "middle", "tick", Scale.label(value));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis")
        .text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "label", xLabel);
  }

  private static void mark(Svg svg, Scale y, Mark mark) {
    svg.line(LEFT, y.at(mark.y()), WIDTH - RIGHT, y.at(mark.y()), "mark")
        .text(WIDTH - RIGHT, y.at(mark.y()) - 5, "end", "marklabel", mark.label());
  }

  private static void line(Svg svg, Scale x, Scale y, Line line) {
    svg.path(
        line.points().stream()
            .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(p.x()), y.at(p.y())))
            .collect(Collectors.joining(" ")),
        line.color(),
        line.width(),
        line.dash());
    if (line.dots()) {
      line.points().forEach(p -> svg.dot(x.at(p.x()), y.at(p.y()), line.color(), p.title()));
    }
  }
}
