package dev.orderpipeline.stream;

import dev.orderpipeline.domain.StateName;

/// The names of the sink nodes.
final class Sinks {

  static final String DEAD_LETTER = "to-dead-letter";

  private Sinks() {}

  /// Where snapshots of a state go.
  static String of(StateName state) {
    return switch (state) {
      case PENDING -> throw new IllegalArgumentException("a pending order is not published");
      case VALIDATING -> "to-validating";
      case CHARGING -> "to-charging";
      case RESERVING -> "to-reserving";
      case COMPENSATING -> "to-compensating";
      case COMPLETED -> "to-completed";
      case FAILED -> "to-failed";
    };
  }
}
