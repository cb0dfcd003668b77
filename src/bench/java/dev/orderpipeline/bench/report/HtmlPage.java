package dev.orderpipeline.bench.report;

import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.variant.Variants;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The report as one page that needs nothing from anywhere else.
public final class HtmlPage {

  private static final String STYLE =
      """
      :root { --ink: #1c2530; --soft: #5b6672; --line: #dfe4ea; --card: #fff; --page: #f4f6f8 }
      * { box-sizing: border-box }
      body { margin: 0; background: var(--page); color: var(--ink);
             font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
      main { max-width: 1360px; margin: 0 auto; padding: 32px 24px 64px }
      h1 { font-size: 26px; margin: 0 0 4px }
      h2 { font-size: 17px; margin: 0 0 2px }
      p { margin: 4px 0 }
      .soft, .none { color: var(--soft) }
      .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(520px, 1fr)); gap: 20px }
      section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
                padding: 20px 22px; margin-top: 20px; overflow-x: auto }
      .grid > section { margin-top: 0 }
      .grid { margin-top: 20px }
      svg { width: 100%; height: auto; display: block; margin-top: 8px }
      svg text { font: 12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--soft) }
      svg .name, svg .value { fill: var(--ink); font-size: 13px }
      svg .value { font-weight: 600 }
      svg .grid { stroke: var(--line) }
      svg .axis { stroke: #97a1ac }
      svg .mark { stroke: #b3261e; stroke-dasharray: 4 4; opacity: .6 }
      svg .marklabel { fill: #b3261e; font-size: 11px }
      svg .whisker { stroke: var(--ink); stroke-width: 1.5 }
      .legend span { margin-right: 16px; white-space: nowrap }
      .legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px;
                  margin-right: 6px; vertical-align: -1px }
      table { border-collapse: collapse; width: 100%; margin-top: 8px; font-variant-numeric: tabular-nums }
      th, td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--line); white-space: nowrap }
      th { color: var(--soft); font-weight: 500; white-space: normal; vertical-align: bottom }
      th:first-child, td:first-child { text-align: left }
      td.wrap { white-space: normal; text-align: left }
      .chip { border-radius: 20px; padding: 2px 10px; font-size: 13px; font-weight: 600 }
      .met { background: #dcf2e5; color: #0b6b3a }
      .not-met { background: #fbe3e1; color: #9c1c14 }
      .not-run { background: #eceff2; color: var(--soft) }
      .alarm { background: #9c1c14; color: #fff }
      code { font-size: 13px }
      """;

  private HtmlPage() {}

  public static String render(Report report) {
    Charts charts = new Charts(report);
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Order Pipeline: bench</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
    %s</style></head>
    <body><main>
    """
            .formatted(STYLE)
        + head(report)
        + alarms(report)
        + section(
            "Targets", "Medians over the rounds; ratios are taken within a round.", targets(report))
        + "<div class='grid'>\n"
        + section(
            "Throughput at saturation",
            "The steady middle of a backlog worked off; whiskers from the slowest to the fastest round.",
            charts.saturation())
        + section(
            "Throughput over time",
            "Committed outcomes in each second of every drain.",
            charts.variantLegend() + charts.drains())
        + section(
            "Latency of the pipeline against load",
            "From when an order should have been sent to its committed outcome, in ms: p50 solid, p95"
                + " dashed, p99 dotted, maximum sparse.",
            charts.productLatency())
        + section(
            "p95 of all against their load",
            "In ms. Each at fractions of its own saturation.",
            charts.variantLegend() + charts.latencies())
        + section(
            "Where the CPU of one order goes",
            "At saturation, over every process of the machine that takes part.",
            charts.processLegend() + charts.cpu())
        + section("Memory", "Resident memory of the process that does the work.", charts.memory())
        + "</div>\n"
        + bounds(report)
        + section("At saturation", "", saturation(report))
        + section("Latency", "In ms; medians over the rounds.", latency(report))
        + section("What was measured", "", variants(report))
        + "</main></body></html>\n";
  }

  private static String bounds(Report report) {
    var sections = new StringBuilder();
    report
        .outages()
        .forEach(run -> sections.append(outage(run, Objects.requireNonNull(run.outage()))));
    List<Crash> crashes = report.crashes().toList();
    if (!crashes.isEmpty()) {
      sections.append(
          section(
              "After a crash",
              "From kill -9, under load, to the first outcome of an order placed after it: on any of the"
                  + " partitions that the killed instance owned, and on all of them.",
              words(BoundsText.crashes(crashes))));
    }
    report
        .growths()
        .forEach((of, rows) ->
            sections.append(
                section(
                    "With more " + of,
                    "Orders per second at saturation, and p50 (solid) and p95 (dashed) in ms at half"
                        + " of it.",
                    "<div class='grid'><div>"
                        + BoundsCharts.throughput(rows)
                        + "</div><div>"
                        + BoundsCharts.latency(rows)
                        + "</div></div>\n"
                        + words(BoundsText.growth(of, rows)))));
    return sections.toString();
  }

  private static String outage(Run run, Outage outage) {
    return section(
        "Both gateways away: " + run.variant(),
        "Outcomes in each second, and the pipeline's memory in MiB: RSS solid, heap dashed.",
        "<div class='grid'><div>"
            + BoundsCharts.rate(outage)
            + "</div><div>"
            + BoundsCharts.memory(outage)
            + "</div></div>\n<table>"
            + BoundsText.outage(outage).stream()
                .map(row ->
                    "<tr><td>%s</td><td class='wrap'>%s</td></tr>\n"
                        .formatted(Svg.escape(row.getFirst()), Svg.escape(row.getLast())))
                .collect(Collectors.joining())
            + "</table>\n");
  }

  /// A table of words, the first row its heading.
  private static String words(List<List<String>> rows) {
    List<List<String>> escaped =
        rows.stream().map(row -> row.stream().map(Svg::escape).toList()).toList();
    return table(escaped.getFirst(), escaped.subList(1, escaped.size()));
  }

  private static String head(Report report) {
    Machine machine = report.machine();
    return "<h1>Order Pipeline: bench</h1>\n<p class='soft'>"
        + Svg.escape(report.at())
        + " · <code>"
        + Svg.escape(report.command())
        + "</code></p>\n<p class='soft'>"
        + Svg.escape(
            String.format(
                Locale.ROOT,
                "%d cores of %s, %,d MiB, %s, Java %s; load average before: %.1f. Everything ran on"
                    + " this machine: broker, gateways (latency %s), load, measurer.",
                machine.cores(),
                machine.processor(),
                machine.memoryMiB(),
                machine.os(),
                machine.java(),
                machine.loadBefore(),
                report.latency()))
        + "</p>\n";
  }

  private static String alarms(Report report) {
    return report
        .all()
        .flatMap(each -> each.runs().stream())
        .flatMap(run -> alarm(run).stream())
        .map(text -> "<section class='alarm'>" + Svg.escape(text) + "</section>\n")
        .collect(Collectors.joining());
  }

  private static List<String> alarm(Run run) {
    String where = run.variant() + ", round " + run.round() + ": ";
    AuditResult audit = run.audit();
    if (audit != null && !audit.clean()) {
      return List.of(where + "AUDIT NOT CLEAN, the figures are void. " + audit.verdict());
    }
    return run.failure() == null ? List.of() : List.of(where + run.failure());
  }

  private static String section(String title, String note, String body) {
    return "<section><h2>%s</h2>\n%s%s</section>\n"
        .formatted(
            Svg.escape(title),
            note.isEmpty() ? "" : "<p class='soft'>" + Svg.escape(note) + "</p>\n",
            body);
  }

  private static String targets(Report report) {
    return table(
        List.of("target", "wanted", "found", "over the rounds", ""),
        report.allTargets().stream()
            .map(target ->
                List.of(
                    Svg.escape(target.name()),
                    Svg.escape(target.wanted()),
                    TextReport.median(target.found(), 2),
                    TextReport.range(target.found(), 2),
                    "<span class='chip %s'>%s</span>"
                        .formatted(target.verdict().replace(' ', '-'), target.verdict())))
            .toList());
  }

  private static String saturation(Report report) {
    return table(
        List.of(
            "variant",
            "orders/s",
            "over the rounds",
            "CPU ms/order, pipeline",
            "all",
            "RSS MiB",
            "heap MiB",
            "commits/s",
            "records/order",
            "bytes/order",
            "on disk"),
        report.summaries().stream()
            .map(s ->
                List.of(
                    Svg.escape(s.variant()),
                    TextReport.median(s.ordersPerSecond(), 0),
                    TextReport.range(s.ordersPerSecond(), 0),
                    TextReport.number(s.cpuMsPerOrder().getOrDefault(Variants.PIPELINE, 0.0), 3),
                    TextReport.number(
                        s.cpuMsPerOrder().values().stream().mapToDouble(v -> v).sum(), 3),
                    TextReport.median(s.rssMiB(), 0),
                    TextReport.median(s.heapMiB(), 0),
                    TextReport.median(s.commitsPerSecond(), 0),
                    TextReport.median(s.recordsPerOrder(), 1),
                    TextReport.median(s.payloadBytesPerOrder(), 0),
                    TextReport.median(s.logBytesPerOrder(), 0)))
            .toList());
  }

  private static String latency(Report report) {
    return table(
        Stream.of(
                List.of("variant", "of saturation"),
                LatencyFigures.NAMES,
                List.of("CPU ms/order, pipeline", "RSS MiB"))
            .flatMap(List::stream)
            .toList(),
        report.summaries().stream()
            .flatMap(s ->
                s.steps().stream()
                    .map(step ->
                        Stream.of(
                                List.of(
                                    Svg.escape(s.variant()),
                                    step.fraction() == 0
                                        ? ""
                                        : TextReport.number(step.fraction() * 100, 0) + " %"),
                                LatencyFigures.of(step, 1),
                                List.of(
                                    TextReport.number(
                                        step.cpuMsPerOrder().getOrDefault(Variants.PIPELINE, 0.0),
                                        3),
                                    TextReport.median(step.rssMiB(), 0)))
                            .flatMap(List::stream)
                            .toList()))
            .toList());
  }

  private static String variants(Report report) {
    return "<table>"
        + report.variants().entrySet().stream()
            .map(entry ->
                "<tr><td>%s</td><td class='wrap'>%s</td></tr>"
                    .formatted(Svg.escape(entry.getKey()), Svg.escape(entry.getValue())))
            .collect(Collectors.joining("\n"))
        + "</table>\n";
  }

  /// @param rows of HTML
  private static String table(List<String> header, List<List<String>> rows) {
    return "<table><tr>"
        + header.stream().map(h -> "<th>" + h + "</th>").collect(Collectors.joining())
        + "</tr>\n"
        + rows.stream()
            .map(row ->
                row.stream()
                    .map(cell -> "<td>" + cell + "</td>")
                    .collect(Collectors.joining("", "<tr>", "</tr>\n")))
            .collect(Collectors.joining())
        + "</table>\n";
  }
}
