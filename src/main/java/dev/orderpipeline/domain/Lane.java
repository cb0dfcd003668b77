package dev.orderpipeline.domain;

/// Which traffic a call belongs to. Undoing has connections, limits and a breaker of its own, so
/// that a gateway too sick to take charges can still be asked for refunds.
public enum Lane {
  FORWARD("forward"),
  COMPENSATION("compensation");

  private final String label;

  Lane(String label) {
    this.label = label;
  }

  /// The name used in configuration, metrics and logs.
  public String label() {
    return label;
  }
}
