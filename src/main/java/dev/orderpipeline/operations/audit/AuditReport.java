package dev.orderpipeline.operations.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an audit found.
///
/// @param broken how often each guarantee was broken; without those that were kept
/// @param violations the first of them, as many as [AuditLimits#listed]
/// @param oldestInProgress empty if no order is in progress
public record AuditReport(
    AuditCounts counts,
    Map<GuaranteeName, Long> broken,
    List<Violation> violations,
    Optional<Pending> oldestInProgress) {

  public AuditReport {
    Map<GuaranteeName, Long> inOrder = new EnumMap<>(GuaranteeName.class);
    inOrder.putAll(broken);
    broken = Collections.unmodifiableMap(inOrder);
    violations = List.copyOf(violations);
  }

  /// An order that has no outcome yet.
  public record Pending(String orderId, Instant since) {}

  /// This report and one more violation, found by other means.
  public AuditReport with(Violation violation) {
    Map<GuaranteeName, Long> more = new EnumMap<>(GuaranteeName.class);
    more.putAll(broken);
    more.merge(violation.guarantee(), 1L, Long::sum);
    List<Violation> listed = new ArrayList<>(violations);
    listed.add(violation);
    return new AuditReport(counts, more, listed, oldestInProgress);
  }

  /// How many violations there are, listed or not.
  public long total() {
    return broken.values().stream().mapToLong(Long::longValue).sum();
  }

  public boolean clean() {
    return total() == 0;
  }

  /// `audit: clean` or `audit: 3 violation(s)`: the line that other programs read.
  public String verdict() {
    return clean() ? "audit: clean" : "audit: " + total() + " violation(s)";
  }
}
