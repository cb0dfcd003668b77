package dev.orderpipeline.config;

import java.time.Duration;

/// The limits that hold for orders.
///
/// @param deadline from admission, 1 s … 7 d
/// @param keyRetention how long gateways remember an idempotency key, 1 min … 365 d
/// @param keyRetentionMargin taken off it, less than it
/// @param finishedRetention how long finished orders are remembered, 1 min … 365 d
/// @param activeLimit orders in work per process, 1 … 10^7
public record OrderSettings(
    Duration deadline,
    Duration keyRetention,
    Duration keyRetentionMargin,
    Duration finishedRetention,
    int activeLimit) {

  private static final Duration YEAR = Duration.ofDays(365);

  public OrderSettings {
    Check.between("order-deadline", deadline, Duration.ofSeconds(1), Duration.ofDays(7));
    Check.between("key-retention", keyRetention, Duration.ofMinutes(1), YEAR);
    if (keyRetentionMargin.compareTo(keyRetention) >= 0) {
      throw new InvalidSetting(
          "key-retention-margin",
          DurationText.of(keyRetentionMargin),
          "a duration shorter than key-retention, " + DurationText.of(keyRetention));
    }
    Check.between("finished-retention", finishedRetention, Duration.ofMinutes(1), YEAR);
    Check.between("active-limit", activeLimit, 1, 10_000_000);
  }
}
