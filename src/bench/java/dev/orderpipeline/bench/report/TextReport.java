package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.variant.Variants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The report for a terminal.
public final class TextReport {

  private TextReport() {}

  public static String render(Report report) {
    return titled("At saturation (medians; [least, most] over the rounds)", saturation(report))
        + titled(
            "Latency in ms, from when an order should have been sent to its committed outcome",
            latency(report))
        + bounds(report)
        + titled("Targets of the product", targets(report))
        + problems(report);
  }

  private static String bounds(Report report) {
    var text = new StringBuilder();
    report
        .outages()
        .forEach(run ->
            text.append("\nOutage: %s, round %d\n".formatted(run.variant(), run.round()))
                .append(words(BoundsText.outage(Objects.requireNonNull(run.outage())))));
    text.append(
        titled(
            "A crash: seconds from kill -9 to outcomes on its partitions",
            BoundsText.crashes(report.crashes().toList())));
    report
        .growths()
        .forEach((of, rows) -> text.append(titled("With more " + of, BoundsText.growth(of, rows))));
    return text.toString();
  }

  /// A name and what there is to say of it, in each row.
  private static String words(List<List<String>> rows) {
    return rows.stream()
        .map(row -> "  %-22s%s\n".formatted(row.getFirst(), row.getLast()))
        .collect(Collectors.joining());
  }

  /// Nothing if there is only the heading of the columns.
  private static String titled(String title, List<List<String>> rows) {
    return rows.size() < 2 ? "" : "\n" + title + "\n" + table(rows);
  }

  private static List<List<String>> saturation(Report report) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "variant",
            "orders/s",
            "",
            "pipeline ms CPU",
            "all ms CPU",
            "RSS MiB",
            "commits/s",
            "records",
            "bytes",
            "on disk"));
    for (Summary s : report.summaries()) {
      rows.add(
          List.of(
              s.variant(),
              median(s.ordersPerSecond(), 0),
              range(s.ordersPerSecond(), 0),
              number(s.cpuMsPerOrder().getOrDefault(Variants.PIPELINE, 0.0), 3),
              number(s.cpuMsPerOrder().values().stream().mapToDouble(v -> v).sum(), 3),
              median(s.rssMiB(), 0),
              median(s.commitsPerSecond(), 0),
              median(s.recordsPerOrder(), 1),
              median(s.payloadBytesPerOrder(), 0),
              median(s.logBytesPerOrder(), 0)));
    }
    return rows;
  }

  private static List<List<String>> latency(Report report) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        Stream.of(List.of("variant", "load"), LatencyFigures.NAMES, List.of("RSS"))
            .flatMap(List::stream)
            .toList());
    for (Summary summary : report.summaries()) {
      for (Summary.StepSummary step : summary.steps()) {
        rows.add(
            Stream.of(
                    List.of(
                        summary.variant(), step.fraction() == 0 ? "" : number(step.fraction(), 2)),
                    LatencyFigures.of(step, 0),
                    List.of(median(step.rssMiB(), 0)))
                .flatMap(List::stream)
                .toList());
      }
    }
    return rows;
  }

  private static List<List<String>> targets(Report report) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("target", "wanted", "found", "", ""));
    for (Target target : report.allTargets()) {
      rows.add(
          List.of(
              target.name(),
              target.wanted(),
              median(target.found(), 2),
              range(target.found(), 2),
              target.verdict()));
    }
    return rows;
  }

  private static String problems(Report report) {
    var lines = new StringBuilder();
    for (Run run : report.runs()) {
      if (run.failure() != null) {
        lines.append(
            "\nFAILED: %s in round %d: %s\n".formatted(run.variant(), run.round(), run.failure()));
      }
      if (run.audit() != null && !run.audit().clean()) {
        lines.append(
            "\nAUDIT NOT CLEAN: %s in round %d, its figures are void: %s\n"
                .formatted(run.variant(), run.round(), run.audit().verdict()));
      }
    }
    return lines.toString();
  }

  static String median(@Nullable Spread spread, int digits) {
    return spread == null ? "-" : number(spread.median(), digits);
  }

  static String range(@Nullable Spread spread, int digits) {
    return spread == null || spread.min() == spread.max()
        ? ""
        : "[" + number(spread.min(), digits) + ", " + number(spread.max(), digits) + "]";
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /// Names to the left, figures to the right.
  private static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths =
        IntStream.range(0, columns)
            .map(c ->
                rows.stream()
                    .map(row -> Objects.requireNonNull(row.get(c)).length())
                    .max(Integer::compare)
                    .orElse(0))
            .toArray();
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder(" ");
      for (int c = 0; c < columns; c++) {
        String cell = row.get(c);
        String pad = " ".repeat(widths[c] - cell.length());
        line.append(' ').append(c == 0 ? cell + pad : pad + cell).append(' ');
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
