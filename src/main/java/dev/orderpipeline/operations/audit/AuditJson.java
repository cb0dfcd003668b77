package dev.orderpipeline.operations.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A report for programs: one JSON object.
public final class AuditJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AuditJson() {}

  public static String render(AuditReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("verdict", report.verdict());
    root.put("clean", report.clean());
    root.put("total", report.total());
    counts(root.putObject("counts"), report.counts());
    report
        .oldestInProgress()
        .ifPresent(oldest ->
            root.putObject("oldestInProgress")
                .put("orderId", oldest.orderId())
                .put("since", oldest.since().toString()));
    ObjectNode broken = root.putObject("broken");
    report.broken().forEach((guarantee, n) -> broken.put(guarantee.label(), n));
    ArrayNode violations = root.putArray("violations");
    report.violations().forEach(violation -> violation(violations.addObject(), violation));
    return root.toString();
  }

  private static void counts(ObjectNode node, AuditCounts counts) {
    node.put("placed", counts.placed())
        .put("completed", counts.completed())
        .put("failed", counts.failed())
        .put("inProgress", counts.inProgress())
        .put("suspended", counts.suspended())
        .put("turnedAway", counts.turnedAway())
        .put("duplicates", counts.duplicates())
        .put("undecided", counts.undecided())
        .put("deadLetters", counts.deadLetters())
        .put("repeatedDeadLetters", counts.repeatedDeadLetters())
        .put("leftOut", counts.leftOut());
  }

  private static void violation(ObjectNode node, Violation violation) {
    node.put("guarantee", violation.guarantee().label());
    violation.orderId().ifPresent(id -> node.put("orderId", id));
    node.put("message", violation.message());
    ArrayNode evidence = node.putArray("evidence");
    violation.evidence().forEach(evidence::add);
    ArrayNode story = node.putArray("story");
    violation
        .story()
        .forEach(line -> story.addObject().put("where", line.where()).put("what", line.what()));
  }
}
