package dev.orderpipeline.domain;

/// How the calls of one step ended.
public enum StepOutcome {
  /// It has taken effect.
  CONFIRMED,
  /// A definite no: it has had no effect and will have none.
  NON_RETRYABLE,
  /// It may have taken effect; whatever it did must be undone.
  UNKNOWN,
  /// Given up before anything could have taken effect.
  NO_EFFECT;

  public boolean mayHaveTakenEffect() {
    return this == CONFIRMED || this == UNKNOWN;
  }
}
