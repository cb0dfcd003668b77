package dev.orderpipeline.domain;

import java.util.Optional;

/// The failures that the machine itself gives names to.
final class Failures {

  private Failures() {}

  /// @param who and why
  static Failure cancelled(String who) {
    return new Failure(
        "cancelled", Classification.NON_RETRYABLE, "cancelled by " + who, Optional.empty());
  }

  static Failure deadline(Step step) {
    return new Failure(
        "deadline_exceeded",
        Classification.RETRYABLE,
        "the order's deadline passed before " + step.label() + " was settled",
        Optional.of(step.label()));
  }

  static Failure exhausted(Step step, int attempts, String lastCode) {
    return new Failure(
        "attempts_exhausted",
        Classification.RETRYABLE,
        "%s given up after %d attempts, the last answer was %s"
            .formatted(step.label(), attempts, lastCode),
        Optional.of(step.label()));
  }

  static Failure unresolved(Step step) {
    return new Failure(
        "outcome_unknown",
        Classification.RETRYABLE,
        "the gateway could not say whether " + step.label() + " took effect, so it is undone",
        Optional.of(step.label()));
  }

  static Failure declined(Step step, Answer.Declined declined) {
    return new Failure(
        declined.code(),
        Classification.NON_RETRYABLE,
        declined.message(),
        Optional.of(step.label()));
  }

  static Failure resolvedByHand(Step step, Input.Resolve resolve) {
    return new Failure(
        "resolved_as_not_done",
        Classification.NON_RETRYABLE,
        "%s resolved as not done by %s".formatted(step.label(), resolve.who()),
        Optional.of(step.label()));
  }
}
