package dev.orderpipeline.domain;

/// The outside services an order has effects on.
public enum Gateway {
  PAYMENTS("payments"),
  INVENTORY("inventory");

  private final String label;

  Gateway(String label) {
    this.label = label;
  }

  /// The name used in configuration, metrics and logs.
  public String label() {
    return label;
  }
}
