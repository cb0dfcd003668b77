package dev.orderpipeline.telemetry;

import java.util.List;
import java.util.stream.Stream;

/// The reasons that have time series of their own.
final class Reasons {

  /// Why an order is suspended.
  static final List<String> SUSPENDED =
      List.of(
          "compensation_declined",
          "compensation_exhausted",
          "outcome_unresolved",
          "payload_changed",
          "request_rejected");

  /// Why there is a dead letter, beside a suspended order.
  private static final List<String> REJECTED =
      List.of(
          "command_not_applicable",
          "conflicting_duplicate",
          "invalid_amount",
          "invalid_value",
          "key_mismatch",
          "malformed_command",
          "missing_field",
          "not_json",
          "older_than_key_retention",
          "older_than_memory",
          "processing_failed",
          "tombstone",
          "too_deep",
          "too_large",
          "wrong_type");

  static final List<String> DEAD_LETTER =
      Stream.concat(SUSPENDED.stream(), REJECTED.stream()).sorted().toList();

  private Reasons() {}
}
