package dev.orderpipeline.operations.audit;

import java.util.List;

/// A promise that can be judged order by order: a pure function of what is known about one order.
public interface Guarantee {

  GuaranteeName name();

  /// Judges one order.
  ///
  /// @return one violation for each way in which the promise is broken; empty if it is kept
  List<Violation> judge(OrderDossier order, AuditScope scope);

  /// All promises that topics and ledgers can prove.
  static List<Guarantee> all() {
    return List.of(
        new NoOrderLost(),
        new OneOutcome(),
        new IntentBeforeCall(),
        new MoneyAddsUp(),
        new VersionsInOrder(),
        new NoOrderStuck());
  }
}
