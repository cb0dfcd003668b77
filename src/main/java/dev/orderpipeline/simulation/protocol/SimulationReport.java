package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.operations.audit.Violation;
import java.util.List;
import java.util.Map;

/// What one run showed.
///
/// @param name what to run again to see the same: a seed, or the name of a script
/// @param counts how often each kind of thing was done or happened
/// @param trace the run in lines; empty unless it was asked for
public record SimulationReport(
    String name, List<Violation> violations, Map<String, Integer> counts, List<String> trace) {

  public SimulationReport {
    violations = List.copyOf(violations);
    counts = Map.copyOf(counts);
    trace = List.copyOf(trace);
  }

  public boolean clean() {
    return violations.isEmpty();
  }

  /// The violations and the trace, for people.
  public String text() {
    StringBuilder out = new StringBuilder();
    trace.forEach(line -> out.append(line).append('\n'));
    out.append(name).append(": ").append(violations.size()).append(" violation(s)\n");
    for (Violation violation : violations) {
      out.append(violation.guarantee().label()).append(": ");
      violation.orderId().ifPresent(id -> out.append("order ").append(id).append(' '));
      out.append(violation.message()).append(" at ").append(violation.evidence()).append('\n');
      violation
          .story()
          .forEach(line ->
              out.append("    ").append(line.where()).append("  ").append(line.what()).append('\n'));
    }
    return out.toString();
  }
}
