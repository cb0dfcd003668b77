package dev.orderpipeline.operations.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A replay for programs: on the command line and in the API the same.
public final class ReplayJson {

  private ReplayJson() {}

  public static ObjectNode of(String id, ReplayReport report, boolean dryRun) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("dryRun", dryRun);
    ObjectNode counts = json.putObject("counts");
    report.counts().forEach((fate, count) -> counts.put(fate.name(), count));
    report.money().forEach(json.putObject("money")::put);
    var lines = json.putArray("orders");
    report
        .lines()
        .forEach(line ->
            lines
                .addObject()
                .put("orderId", line.orderId())
                .put("position", line.position())
                .put("fate", line.fate().name()));
    return json;
  }
}
