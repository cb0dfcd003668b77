package dev.orderpipeline.bench.report;

import java.util.List;
import java.util.Map;

/// All that a bench has found: what `--json` writes.
///
/// @param at when it began, ISO 8601
/// @param command how it was asked for
/// @param variants what each is, in the order they took turns
/// @param latency of the gateways
public record Report(
    String at,
    String command,
    Machine machine,
    String latency,
    double gatewayMsPerOrder,
    Map<String, String> variants,
    List<Run> runs,
    List<Summary> summaries,
    List<Target> targets) {

  /// Whether no run failed and no audit found anything.
  public boolean sound() {
    return runs.stream()
        .allMatch(run -> run.failure() == null && (run.audit() == null || run.audit().clean()));
  }
}
