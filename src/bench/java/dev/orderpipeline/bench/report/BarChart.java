package dev.orderpipeline.bench.report;

import java.util.List;

/// Horizontal bars, each made of parts that add up.
final class BarChart {

  private static final int WIDTH = 640;
  private static final int LEFT = 150;
  private static final int LETTER = 7;
  private static final int RIGHT = 84;
  private static final int ROW = 40;
  private static final int THICK = 22;
  private static final int BOTTOM = 44;

  /// @param note written at its end
  /// @param least where a whisker begins that shows the spread; equal to `most` for none
  record Bar(String name, List<Part> parts, String note, double least, double most) {
    double sum() {
      return parts.stream().mapToDouble(Part::value).sum();
    }
  }

  record Part(String name, double value, String color) {}

  private BarChart() {}

  static String draw(List<Bar> bars, String xLabel) {
    if (bars.isEmpty()) {
      return "<p class='none'>Nothing was measured.</p>";
    }
    int height = bars.size() * ROW + BOTTOM;
    double largest = bars.stream().mapToDouble(b -> Math.max(b.sum(), b.most())).max().orElse(1);
    int longest = bars.stream().mapToInt(bar -> bar.name().length()).max().orElse(0);
    int left = Math.max(LEFT, 10 + LETTER * longest);
    Scale x = Scale.linear(largest, left, WIDTH - RIGHT);
    Svg svg = new Svg(WIDTH, height);
    for (double value : x.lines()) {
      svg.line(x.at(value), 4, x.at(value), height - BOTTOM, "grid")
          .text(x.at(value), height - BOTTOM + 18, "middle", "tick", Scale.label(value));
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, x, left, bars.get(i), i * ROW + (ROW - THICK) / 2.0);
    }
    svg.text((left + WIDTH - RIGHT) / 2.0, height - 6, "middle", "label", xLabel);
    return svg.toString();
  }

  private static void bar(Svg svg, Scale x, int left, Bar bar, double top) {
    double middle = top + THICK / 2.0;
    svg.text(left - 10, middle + 4, "end", "name", bar.name());
    double sum = 0;
    for (Part part : bar.parts()) {
      double from = x.at(sum);
      sum += part.value();
      svg.bar(
          from,
          top,
          x.at(sum) - from,
          THICK,
          part.color(),
          part.name() + ": " + TextReport.number(part.value(), 3));
    }
    if (bar.least() < bar.most()) {
      svg.line(x.at(bar.least()), middle, x.at(bar.most()), middle, "whisker")
          .line(x.at(bar.least()), middle - 5, x.at(bar.least()), middle + 5, "whisker")
          .line(x.at(bar.most()), middle - 5, x.at(bar.most()), middle + 5, "whisker");
    }
    svg.text(x.at(Math.max(sum, bar.most())) + 8, middle + 4, "start", "value", bar.note());
  }
}
