package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.Violation.StoryLine;
import java.util.stream.Collectors;

/// A report for people: what became of the orders, the verdict, and each violation with the order's
/// story, its evidence marked `*`.
public final class AuditText {

  private AuditText() {}

  /// Ends with a line end.
  public static String render(AuditReport report) {
    StringBuilder out = new StringBuilder();
    AuditCounts counts = report.counts();
    row(out, "placed", counts.placed(), "records on the input");
    row(out, "  completed", counts.completed(), "");
    row(out, "  failed", counts.failed(), "");
    row(
        out,
        "  in progress",
        counts.inProgress(),
        report
            .oldestInProgress()
            .map(o -> "the oldest is " + o.orderId() + ", since " + o.since())
            .orElse(""));
    row(out, "  suspended", counts.suspended(), "");
    row(out, "  turned away", counts.turnedAway(), "each with a dead letter");
    row(out, "  duplicates", counts.duplicates(), "");
    row(out, "  undecided", counts.undecided(), "");
    String repeated =
        counts.repeatedDeadLetters() == 0 ? "" : counts.repeatedDeadLetters() + " repeated";
    row(out, "dead letters", counts.deadLetters(), repeated);
    if (counts.leftOut() > 0) {
      row(out, "left out", counts.leftOut(), "orders that began before the time asked for");
    }
    out.append('\n').append(report.verdict()).append('\n');
    report.broken().forEach((guarantee, n) -> row(out, "  " + guarantee.label(), n, ""));
    report.violations().forEach(violation -> block(out, violation));
    long more = report.total() - report.violations().size();
    if (more > 0) {
      out.append('\n').append("… and ").append(more).append(" more, of ").append(report.total());
      out.append('\n');
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String name, long number, String note) {
    String line = "%-20s %,12d  %s".formatted(name, number, note);
    out.append(line.stripTrailing()).append('\n');
  }

  private static void block(StringBuilder out, Violation violation) {
    out.append('\n').append(violation.guarantee().label()).append(": ");
    violation.orderId().ifPresent(id -> out.append("order ").append(id).append(' '));
    out.append(violation.message()).append('\n');
    out.append("  at ").append(String.join(", ", violation.evidence())).append('\n');
    int width = violation.story().stream().mapToInt(line -> line.where().length()).max().orElse(0);
    out.append(
        violation.story().stream()
            .map(line -> storyLine(line, violation.evidence().contains(line.where()), width))
            .collect(Collectors.joining()));
  }

  private static String storyLine(StoryLine line, boolean isEvidence, int width) {
    String padded = line.where() + " ".repeat(width - line.where().length());
    return "  " + (isEvidence ? "*" : " ") + " " + padded + "  " + line.what() + "\n";
  }
}
