package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every record of the input ends as one order, one dead letter or one counted duplicate.
///
/// A running system may have records it has not come to yet; [AuditScope] says which it must have
/// decided on.
public final class NoOrderLost implements Guarantee {

  @Override
  public GuaranteeName name() {
    return GuaranteeName.NO_ORDER_LOST;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    List<Violation> violations = new ArrayList<>();
    Set<Position> deadLettered = order.deadLettered();
    for (PlacedRecord record : order.placed()) {
      if (deadLettered.contains(record.position())) {
        continue;
      }
      if (order.admitted().filter(record::equals).isPresent()) {
        if (order.history().isEmpty() && scope.quiet() && !isTurnedAway(order, record)) {
          violations.add(
              Violation.of(
                  name(),
                  order,
                  "was placed and left no trace: no state record, no outcome, no dead letter",
                  List.of(record)));
        }
      } else if (scope.mustBeDecided(record.position()) && !isTurnedAway(order, record)) {
        violations.add(
            Violation.of(
                name(),
                order,
                "was placed again with other content, and no dead letter says so",
                List.of(record)));
      }
    }
    return violations;
  }

  /// Whether a person was told of the same content when it was placed again: a record that was
  /// waiting when the memory was lost leaves its trace at its repetition.
  private static boolean isTurnedAway(OrderDossier order, PlacedRecord record) {
    Set<Position> deadLettered = order.deadLettered();
    return order.placed().stream()
        .anyMatch(other ->
            deadLettered.contains(other.position())
                && DossierBuilder.content(other).equals(DossierBuilder.content(record)));
  }

  /// Judges a record that is no order.
  Optional<Violation> judge(InputDossier input, AuditScope scope) {
    return input
        .bad()
        .filter(_ -> input.deadLetter().isEmpty())
        .filter(record -> scope.mustBeDecided(record.position()))
        .map(record ->
            new Violation(
                name(),
                Optional.empty(),
                "a record that is no order has no dead letter, it is lost",
                List.of(Story.where(record)),
                List.of(new Violation.StoryLine(Story.where(record), Story.what(record)))));
  }
}
