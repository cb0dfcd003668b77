package dev.orderpipeline.domain;

import java.time.Duration;

/// The numbers that the machine decides by.
///
/// @param forward for charge and reserve
/// @param compensation for refund and release; counts only attempts that were answered
/// @param orderDeadline from admission, over all forward steps
/// @param keyRetention how long the gateways remember an idempotency key
/// @param keyRetentionMargin a request is not sent again within this much of the end of the
///   retention
/// @param maxQueries status queries before an unknown outcome is undone instead
/// @param answerWithin a call without an answer after this long is taken as unknown; longer than
///   every time-out of a call; a call that has not left by then does not leave any more, so it must
///   be shorter than `keyRetentionMargin`
public record MachinePolicy(
    RetryPolicy forward,
    RetryPolicy compensation,
    Duration orderDeadline,
    Duration keyRetention,
    Duration keyRetentionMargin,
    int maxQueries,
    Duration answerWithin) {

  public static final MachinePolicy DEFAULT =
      new MachinePolicy(
          new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), 8),
          new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 3),
          Duration.ofMinutes(15),
          Duration.ofHours(24),
          Duration.ofHours(1),
          3,
          Duration.ofSeconds(60));

  RetryPolicy retry(Lane lane) {
    return switch (lane) {
      case FORWARD -> forward;
      case COMPENSATION -> compensation;
    };
  }

  /// How long after the first request a request may still be sent again.
  public Duration resendWindow() {
    return keyRetention.minus(keyRetentionMargin);
  }
}
