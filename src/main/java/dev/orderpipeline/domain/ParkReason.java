package dev.orderpipeline.domain;

/// Why a call may not leave now. Waiting for this uses no attempt.
public enum ParkReason {
  BREAKER_OPEN,
  CONCURRENCY_LIMIT,
  PAUSED
}
