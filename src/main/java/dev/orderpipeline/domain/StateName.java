package dev.orderpipeline.domain;

/// The states of an order by name, as published.
public enum StateName {
  PENDING,
  VALIDATING,
  CHARGING,
  RESERVING,
  COMPENSATING,
  COMPLETED,
  FAILED;

  /// Nothing happens to an order in a final state.
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED;
  }
}
