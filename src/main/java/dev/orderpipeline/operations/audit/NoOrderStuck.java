package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Suspension;
import dev.orderpipeline.operations.audit.OrderDossier.Ending;
import java.util.List;
import java.util.Optional;

/// An order without an outcome is being worked on, or suspended with a dead letter that tells a
/// person so. In a quiet system nothing is being worked on.
///
/// An order that never got as far as a state record is [NoOrderLost]'s concern.
public final class NoOrderStuck implements Guarantee {

  @Override
  public GuaranteeName name() {
    return GuaranteeName.NO_ORDER_STUCK;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    if (order.history().isEmpty()) {
      return List.of();
    }
    StateRecord last = order.history().getLast();
    Ending ending = order.ending();
    if (ending == Ending.SUSPENDED && !hasDeadLetter(order, last.suspended())) {
      return List.of(
          Violation.of(
              name(),
              order,
              "is suspended, and no dead letter says so to a person",
              List.of(last)));
    }
    if (ending == Ending.IN_PROGRESS && scope.quiet()) {
      return List.of(
          Violation.of(
              name(),
              order,
              "stopped in " + last.state() + " without an outcome, suspension or dead letter",
              List.of(last)));
    }
    return List.of();
  }

  private static boolean hasDeadLetter(OrderDossier order, Optional<Suspension> suspension) {
    Optional<String> id = suspension.flatMap(Suspension::deadLetterId);
    return order.deadLetters().stream().anyMatch(letter -> announces(letter, id));
  }

  private static boolean announces(DeadLetterRecord letter, Optional<String> id) {
    return id.isPresent()
        ? letter.id().equals(id)
        : !DossierBuilder.TURNED_AWAY.contains(letter.reason());
  }
}
