package dev.orderpipeline.traces;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.Locale;

/// Draws a trace as a waterfall, in SVG: a row for each span, time to the right.
final class TracePicture {

  private static final int WIDTH = 1000;
  private static final int LEFT = 190;
  private static final int RIGHT = 30;
  private static final int ROW = 30;
  private static final int TOP = 56;
  private static final int ROOM_FOR_LABEL = 170;

  private TracePicture() {}

  /// @param spans of one trace, by their start
  static String of(List<Span> spans) {
    long from = spans.stream().mapToLong(Span::getStartTimeUnixNano).min().orElseThrow();
    long to = spans.stream().mapToLong(Span::getEndTimeUnixNano).max().orElseThrow();
    StringBuilder svg = new StringBuilder();
    int height = TOP + spans.size() * ROW + 16;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="16" y="26" font-size="16" font-weight="600" fill="#1f2933">One order: retried, its process killed, compensated</text>
        """
            .formatted(WIDTH, height));
    axis(svg, (to - from) / 1e6, height);
    int row = 0;
    for (Span span : spans) {
      int y = TOP + row++ * ROW;
      double x = x(span.getStartTimeUnixNano(), from, to);
      double width = Math.max(3, x(span.getEndTimeUnixNano(), from, to) - x);
      boolean failed = span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
      String label =
          "%s%s"
              .formatted(
                  millis(span),
                  span.getStatus().getMessage().isEmpty()
                      ? ""
                      : " · " + span.getStatus().getMessage());
      boolean inBar = width > ROOM_FOR_LABEL;
      boolean leftOfBar = !inBar && x + width + ROOM_FOR_LABEL > WIDTH - RIGHT;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" fill=\"#1f2933\">%s</text>"
                  + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"3\" fill=\"%s\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>%n",
              span.getName().equals("order") ? 16 : 32,
              y + 13,
              span.getName() + attempt(span),
              x,
              y,
              width,
              failed ? "#c0392b" : "#2f6fb3",
              inBar ? x + 8 : leftOfBar ? x - 6 : x + width + 6,
              y + 13,
              inBar ? "#ffffff" : "#52606d",
              leftOfBar ? "end" : "start",
              label));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void axis(StringBuilder svg, double millis, int height) {
    for (int i = 0; i <= 4; i++) {
      double x = LEFT + (WIDTH - LEFT - RIGHT) * i / 4.0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#e4e7eb\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" fill=\"#7b8794\" font-size=\"11\" text-anchor=\"middle\">%.1f s</text>%n",
              x,
              x,
              TOP - 6,
              height - 10,
              x,
              TOP - 12,
              millis * i / 4 / 1000));
    }
  }

  private static double x(long nanos, long from, long to) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) (nanos - from) / Math.max(1, to - from);
  }

  private static String millis(Span span) {
    return "%,d ms"
        .formatted((span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1_000_000);
  }

  private static String attempt(Span span) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("attempt"))
        .map(KeyValue::getValue)
        .map(value -> value.getIntValue() > 1 ? " #" + value.getIntValue() : "")
        .findFirst()
        .orElse("");
  }
}
