package dev.orderpipeline.codec;

import dev.orderpipeline.domain.Step;

/// The names that steps go by in a snapshot.
public final class SnapshotFields {

  private SnapshotFields() {}

  /// The field that holds what is known of a step.
  public static String of(Step step) {
    return switch (step) {
      case CHARGE -> "charge";
      case RESERVE -> "reservation";
      case REFUND -> "refund";
      case RELEASE -> "release";
    };
  }

  /// The field that holds the gateway's id of the effect, in a snapshot and in the gateway's
  /// answer.
  public static String reference(Step step) {
    return switch (step) {
      case CHARGE -> "transactionId";
      case RESERVE -> "reservationId";
      case REFUND -> "refundId";
      case RELEASE -> "releaseId";
    };
  }
}
