package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import java.util.ArrayList;
import java.util.List;

/// An order's versions over the state and outcome topics are 1 to n without gap or repeat, each
/// follows from the one before, and nothing follows an outcome.
public final class VersionsInOrder implements Guarantee {

  @Override
  public GuaranteeName name() {
    return GuaranteeName.VERSIONS_IN_ORDER;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    Findings findings = new Findings(order);
    List<StateRecord> history = order.history();
    for (int i = 0; i < history.size(); i++) {
      StateRecord record = history.get(i);
      judgeAlone(record, findings);
      if (i == 0) {
        if (record.version() != 1) {
          findings.add("begins with version " + record.version() + ", not 1", record);
        }
      } else {
        judgePair(history.get(i - 1), record, findings);
      }
    }
    return findings.violations;
  }

  private static void judgeAlone(StateRecord record, Findings findings) {
    if (record.topic() != record.state()) {
      findings.add(
          "a record of state " + record.state() + " lies in the topic of " + record.topic(),
          record);
    }
    String id = record.orderId() + ":" + record.version();
    if (record.eventId().isPresent() && !record.eventId().get().equals(id)) {
      findings.add("ce_id is " + record.eventId().get() + ", not " + id, record);
    }
  }

  private static void judgePair(StateRecord before, StateRecord record, Findings findings) {
    if (record.version() == before.version()) {
      findings.add("version " + record.version() + " was written twice", before, record);
      return;
    }
    if (record.version() != before.version() + 1) {
      findings.add(
          "version " + record.version() + " follows version " + before.version(), before, record);
      return;
    }
    if (before.isOutcome()) {
      findings.add(record.state() + " follows the outcome " + before.state(), before, record);
    } else if (record.state() != before.state()
        && record.previous().filter(p -> p != before.state()).isPresent()) {
      // A record that stays in its state (suspended, resumed) may name either as the previous one.
      findings.add(
          "version "
              + record.version()
              + " says it comes from "
              + record.previous().get()
              + ", but version "
              + before.version()
              + " is "
              + before.state(),
          before,
          record);
    }
    if (inOnePartition(before, record) && record.position().offset() < before.position().offset()) {
      findings.add(
          "version " + record.version() + " was written before version " + before.version(),
          before,
          record);
    }
  }

  private static boolean inOnePartition(StateRecord a, StateRecord b) {
    return a.position().topic().equals(b.position().topic())
        && a.position().partition() == b.position().partition();
  }

  private final class Findings {
    private final OrderDossier order;
    private final List<Violation> violations = new ArrayList<>();

    Findings(OrderDossier order) {
      this.order = order;
    }

    void add(String message, StateRecord... on) {
      violations.add(Violation.of(name(), order, message, List.of(on)));
    }
  }
}
