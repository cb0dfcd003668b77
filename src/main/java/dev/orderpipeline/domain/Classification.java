package dev.orderpipeline.domain;

/// The class of a gateway's answer, as published in `failure.classification`, metrics and logs.
public enum Classification {
  CONFIRMED,
  NON_RETRYABLE,
  IN_FLIGHT,
  UNAVAILABLE,
  RETRYABLE,
  PARKED
}
