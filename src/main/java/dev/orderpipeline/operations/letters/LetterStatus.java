package dev.orderpipeline.operations.letters;

/// Where a case stands.
public enum LetterStatus {
  /// Nobody has done anything about it.
  OPEN,
  /// It was redriven, and what comes of it is not known yet.
  REDRIVEN,
  /// It has got on: nothing is left to do.
  RESOLVED,
  /// An operator has decided to do nothing about it.
  DISCARDED,
  /// It was redriven, and has become a dead letter again.
  BACK_AGAIN;

  /// Whether it waits for a person.
  public boolean waits() {
    return this == OPEN || this == BACK_AGAIN;
  }
}
