package dev.orderpipeline.operations.audit;

/// The promises of the pipeline, by the names people know them under.
public enum GuaranteeName {
  NO_ORDER_LOST("NoOrderLost"),
  ONE_OUTCOME("OneOutcome"),
  INTENT_BEFORE_CALL("IntentBeforeCall"),
  MONEY_ADDS_UP("MoneyAddsUp"),
  VERSIONS_IN_ORDER("VersionsInOrder"),
  NO_ORDER_STUCK("NoOrderStuck"),
  BOUNDED("Bounded"),
  REPLAY_SAFE("ReplaySafe");

  private final String label;

  GuaranteeName(String label) {
    this.label = label;
  }

  /// The name used in reports.
  public String label() {
    return label;
  }
}
