package dev.orderpipeline.operations.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/// What an audit found, for Prometheus: a file for the textfile collector of its node_exporter. The
/// pipeline itself has no such meter, since it cannot be its own witness.
public final class AuditMetrics {

  private static final String VIOLATIONS = "pipeline_audit_violations";
  private static final String TIMESTAMP = "pipeline_audit_timestamp_seconds";

  private AuditMetrics() {}

  /// Prometheus' text format.
  ///
  /// @param at when the audit ended
  public static String render(AuditReport report, Instant at) {
    StringBuilder text = new StringBuilder();
    head(text, VIOLATIONS, "Times that the last audit found each guarantee broken.");
    for (GuaranteeName guarantee : GuaranteeName.values()) {
      text.append(
          "%s{guarantee=\"%s\"} %d\n"
              .formatted(
                  VIOLATIONS, guarantee.label(), report.broken().getOrDefault(guarantee, 0L)));
    }
    head(text, TIMESTAMP, "When the last audit ended, in seconds of the epoch.");
    text.append("%s %d\n".formatted(TIMESTAMP, at.getEpochSecond()));
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String help) {
    text.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name));
  }

  /// Replaces the file at once: the collector must not read half of it.
  public static void write(Path file, AuditReport report, Instant at) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, render(report, at));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
