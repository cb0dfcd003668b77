package dev.orderpipeline.domain;

/// A call to a gateway with an effect that must happen at most once per order.
public enum Step {
  CHARGE("charge", Gateway.PAYMENTS, Lane.FORWARD),
  RESERVE("reserve", Gateway.INVENTORY, Lane.FORWARD),
  REFUND("refund", Gateway.PAYMENTS, Lane.COMPENSATION),
  RELEASE("release", Gateway.INVENTORY, Lane.COMPENSATION);

  private final String label;
  private final Gateway gateway;
  private final Lane lane;

  Step(String label, Gateway gateway, Lane lane) {
    this.label = label;
    this.gateway = gateway;
    this.lane = lane;
  }

  /// The name used in idempotency keys, records, metrics and logs.
  public String label() {
    return label;
  }

  public Gateway gateway() {
    return gateway;
  }

  public Lane lane() {
    return lane;
  }
}
