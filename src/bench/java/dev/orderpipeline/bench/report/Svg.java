package dev.orderpipeline.bench.report;

import java.util.Locale;

/// Writes the parts of a drawing. Coordinates are pixels from the upper left corner.
final class Svg {

  private final StringBuilder out = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// @param style CSS classes
  Svg line(double x1, double y1, double x2, double y2, String style) {
    return add(
        String.format(
            Locale.ROOT,
            "<line class='%s' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  /// @param anchor `start`, `middle` or `end`: which part of the text lies at x
  Svg text(double x, double y, String anchor, String style, String text) {
    return add(
        String.format(
            Locale.ROOT,
            "<text class='%s' x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
            style,
            x,
            y,
            anchor,
            escape(text)));
  }

  Svg bar(double x, double y, double w, double h, String color, String title) {
    return add(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='2' fill='%s'><title>%s</title></rect>",
            x,
            y,
            Math.max(0, w),
            Math.max(0, h),
            color,
            escape(title)));
  }

  Svg dot(double x, double y, String color, String title) {
    return add(
        String.format(
            Locale.ROOT,
            "<circle cx='%.1f' cy='%.1f' r='3.5' fill='%s'><title>%s</title></circle>",
            x,
            y,
            color,
            escape(title)));
  }

  /// @param points `x,y` pairs separated by spaces
  /// @param dash as of `stroke-dasharray`; empty for none
  Svg path(String points, String color, double strokeWidth, String dash) {
    return add(
        String.format(
            Locale.ROOT,
            "<polyline points='%s' fill='none' stroke='%s' stroke-width='%.1f' stroke-linejoin='round'"
                + " stroke-dasharray='%s'/>",
            points,
            color,
            strokeWidth,
            dash));
  }

  private Svg add(String element) {
    out.append(element).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return "<svg viewBox='0 0 %d %d' role='img'>\n%s</svg>\n".formatted(width, height, out);
  }
}
