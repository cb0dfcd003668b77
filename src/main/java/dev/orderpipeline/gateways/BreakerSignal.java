package dev.orderpipeline.gateways;

/// What the end of a call tells the breaker about the gateway's health.
public enum BreakerSignal {
  SUCCESS,
  FAILURE,
  NEITHER
}
