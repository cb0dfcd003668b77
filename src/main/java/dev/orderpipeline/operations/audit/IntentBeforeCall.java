package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// No request reaches a gateway before the intent that caused it is committed.
///
/// Over topics: the key of every effect is named by a committed record of the state that makes such
/// calls. In a simulation, stricter: every attempt that left has its commit earlier in the run.
public final class IntentBeforeCall implements Guarantee {

  @Override
  public GuaranteeName name() {
    return GuaranteeName.INTENT_BEFORE_CALL;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    List<Violation> violations = new ArrayList<>();
    for (LedgerLine line : order.ledger()) {
      // A younger line may stem from a record committed after the topics were read.
      if (line.settled() && !isAnnounced(line.entry(), order)) {
        violations.add(
            Violation.of(
                name(),
                order,
                line.entry().effect()
                    + " with key "
                    + line.entry().key()
                    + ", which no committed state record of the order names",
                List.of(line)));
      }
    }
    violations.addAll(judgeLive(order));
    return violations;
  }

  private static boolean isAnnounced(LedgerEntry entry, OrderDossier order) {
    Set<Step> steps = stepsOf(entry.effect());
    for (StateRecord state : order.history()) {
      for (Step step : steps) {
        if (entry.key().equals(state.intents().get(step))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<Step> stepsOf(LedgerEntry.Effect effect) {
    return switch (effect) {
      case CAPTURE -> Set.of(Step.CHARGE);
      case RESERVE -> Set.of(Step.RESERVE);
      case REFUND -> Set.of(Step.REFUND);
      case RELEASE -> Set.of(Step.RELEASE);
      case BAR -> Set.of(Step.REFUND, Step.RELEASE);
    };
  }

  private record Attempt(String key, int number) {}

  private List<Violation> judgeLive(OrderDossier order) {
    Set<Attempt> committed = new HashSet<>();
    List<Violation> violations = new ArrayList<>();
    for (AuditEvent event : order.live()) {
      if (event instanceof IntentCommitted intent) {
        committed.add(new Attempt(intent.key(), intent.attempt()));
      } else if (event instanceof RequestLeft request
          && !committed.contains(new Attempt(request.key(), request.attempt()))) {
        violations.add(
            Violation.of(
                name(),
                order,
                "attempt "
                    + request.attempt()
                    + " with key "
                    + request.key()
                    + " left before its intent was committed",
                List.of(request)));
      }
    }
    return violations;
  }
}
