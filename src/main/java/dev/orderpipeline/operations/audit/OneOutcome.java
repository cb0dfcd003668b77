package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import java.util.List;
import java.util.stream.Collectors;

/// An order has at most one outcome over both outcome topics, and only an order that was placed has
/// one.
public final class OneOutcome implements Guarantee {

  @Override
  public GuaranteeName name() {
    return GuaranteeName.ONE_OUTCOME;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    List<StateRecord> outcomes = order.outcomes().toList();
    if (outcomes.size() > 1) {
      String states =
          outcomes.stream().map(o -> o.topic().name()).collect(Collectors.joining(", "));
      return List.of(
          Violation.of(name(), order, "has " + outcomes.size() + " outcomes: " + states, outcomes));
    }
    if (outcomes.size() == 1 && order.admitted().isEmpty()) {
      return List.of(
          Violation.of(name(), order, "has an outcome, but no record placed it", outcomes));
    }
    return List.of();
  }
}
