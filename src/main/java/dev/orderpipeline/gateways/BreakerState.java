package dev.orderpipeline.gateways;

/// Where a breaker stands.
public enum BreakerState {
  CLOSED("closed"),
  OPEN("open"),
  HALF_OPEN("half_open");

  private final String label;

  BreakerState(String label) {
    this.label = label;
  }

  /// The name used in metrics, logs and the console.
  public String label() {
    return label;
  }
}
