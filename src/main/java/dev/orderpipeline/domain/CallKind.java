package dev.orderpipeline.domain;

/// What a call to a gateway is for.
public enum CallKind {
  /// The request itself, under its idempotency key.
  SEND,
  /// A question whether an earlier request took effect; has no effect of its own.
  QUERY
}
