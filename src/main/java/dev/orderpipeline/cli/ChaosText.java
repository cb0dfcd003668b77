package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.orderpipeline.operations.audit.AuditJson;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.AuditText;
import dev.orderpipeline.simulation.chaos.GameDayReport;
import dev.orderpipeline.simulation.chaos.GameDayReport.Recovered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A game day told to people, and to programs.
final class ChaosText {

  private ChaosText() {}

  /// Ends with the audit's own text, whose verdict counts.
  static String render(GameDayReport report, AuditReport audit) {
    var out = new StringBuilder();
    out.append(
        "\ngame day: seed %d, %d broker(s), %d instance(s), %d kill(s) in %d s, %.0f records/s\n\n"
            .formatted(
                report.plan().seed(),
                report.plan().brokers(),
                report.plan().instances(),
                report.plan().kills(),
                report.plan().duration().toSeconds(),
                report.placed() * 1e3 / report.plan().duration().toMillis()));
    int width = report.disasters().stream().mapToInt(d -> d.what().length()).max().orElse(0);
    out.append(
        row(width, "at s", "what", "for s", "last, s", "first new,", "all new,", "partitions"));
    for (Recovered disaster : report.disasters()) {
      out.append(
          row(
              width,
              seconds(disaster.at()),
              disaster.what(),
              seconds(disaster.lasted()),
              seconds(disaster.recovery().lastBefore()),
              seconds(disaster.recovery().first()),
              seconds(disaster.recovery().all()),
              String.valueOf(disaster.recovery().partitions())));
    }
    out.append('\n')
        .append(
            summary("kill -9 of an instance to the first new outcome", report.firstAfterKills()))
        .append(summary("until all of its partitions had one", report.allAfterKills()))
        .append("the session timeout is %s s\n".formatted(seconds(report.sessionTimeout())));
    if (report.endedByThemselves() > 0) {
      out.append(
          "%d time(s) a process ended by itself and was started again\n"
              .formatted(report.endedByThemselves()));
    }
    if (report.unacknowledged() > 0) {
      out.append(
          "%d record(s) were not acknowledged by Kafka, and may or may not be in the topic\n"
              .formatted(report.unacknowledged()));
    }
    out.append(
        report.quiet()
            ? "all quiet at the end, also after the whole input once more\n\n"
            : "not quiet at the end\n\n");
    return out.append(AuditText.render(audit)).toString();
  }

  private static String row(
      int width,
      String at,
      String what,
      String lasted,
      String last,
      String first,
      String all,
      String partitions) {
    String padded = what + " ".repeat(Math.max(0, width - what.length()));
    return "%8s  %s  %6s  %8s  %10s  %9s  %10s\n"
        .formatted(at, padded, lasted, last, first, all, partitions);
  }

  private static String summary(String what, List<Duration> times) {
    return times.isEmpty()
        ? ""
        : "%s: p50 %s s, worst %s s, of %d\n"
            .formatted(
                what,
                seconds(times.get((times.size() - 1) / 2)),
                seconds(times.getLast()),
                times.size());
  }

  private static String seconds(Duration duration) {
    return "%.1f".formatted(duration.toMillis() / 1e3);
  }

  private static String seconds(Optional<Duration> duration) {
    return duration.map(ChaosText::seconds).orElse("-");
  }

  static String json(GameDayReport report, AuditReport audit) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("seed", report.plan().seed())
        .put("kills", report.plan().kills())
        .put("brokers", report.plan().brokers())
        .put("instances", report.plan().instances())
        .put("placed", report.placed())
        .put("unacknowledged", report.unacknowledged())
        .put("endedByThemselves", report.endedByThemselves())
        .put("quiet", report.quiet())
        .put("sessionTimeoutMs", report.sessionTimeout().toMillis());
    ArrayNode disasters = root.putArray("disasters");
    for (Recovered disaster : report.disasters()) {
      ObjectNode node =
          disasters
              .addObject()
              .put("atMs", disaster.at().toMillis())
              .put("what", disaster.what())
              .put("lastedMs", disaster.lasted().toMillis())
              .put("partitions", disaster.recovery().partitions());
      disaster
          .recovery()
          .lastBefore()
          .ifPresent(d -> node.put("lastOutcomeBeforeMs", d.toMillis()));
      disaster.recovery().first().ifPresent(d -> node.put("firstOutcomeAfterMs", d.toMillis()));
      disaster.recovery().all().ifPresent(d -> node.put("allPartitionsAfterMs", d.toMillis()));
    }
    root.putRawValue("audit", new RawValue(AuditJson.render(audit)));
    return root + "\n";
  }
}
