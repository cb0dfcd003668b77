package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.StateName;

/// The nodes of the pipeline. Every state has one owner.
public enum StageName {
  ADMIT("admit"),
  VALIDATE("validate"),
  CHARGE("charge"),
  RESERVE("reserve"),
  COMPLETE("complete"),
  COMPENSATE("compensate");

  private final String label;

  StageName(String label) {
    this.label = label;
  }

  /// The node's name in the topology, metrics and logs.
  public String label() {
    return label;
  }

  /// The node that owns the orders in a state. Everything that fails goes through `compensate`,
  /// which has nothing to undo for some.
  public static StageName of(StateName state) {
    return switch (state) {
      case PENDING -> ADMIT;
      case VALIDATING -> VALIDATE;
      case CHARGING -> CHARGE;
      case RESERVING -> RESERVE;
      case COMPLETED -> COMPLETE;
      case COMPENSATING, FAILED -> COMPENSATE;
    };
  }
}
