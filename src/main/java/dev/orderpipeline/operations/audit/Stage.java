package dev.orderpipeline.operations.audit;

import dev.orderpipeline.domain.Step;
import java.util.Locale;
import java.util.Set;

/// A state as its name appears in records; every state but PENDING has a topic of its own.
public enum Stage {
  PENDING,
  VALIDATING,
  CHARGING,
  RESERVING,
  COMPENSATING,
  COMPLETED,
  FAILED;

  /// The steps whose intents a record of this state announces.
  public Set<Step> calls() {
    return switch (this) {
      case CHARGING -> Set.of(Step.CHARGE);
      case RESERVING -> Set.of(Step.RESERVE);
      case COMPENSATING -> Set.of(Step.REFUND, Step.RELEASE);
      case PENDING, VALIDATING, COMPLETED, FAILED -> Set.of();
    };
  }

  public boolean isOutcome() {
    return this == COMPLETED || this == FAILED;
  }

  /// The topic's name after the prefix.
  public String topicSuffix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
