package dev.orderpipeline.config;

import java.time.Duration;

/// The checks that settings records share. Keys are relative to the record.
final class Check {

  private Check() {}

  static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidSetting(
          key, String.valueOf(value), "a whole number from %d to %d".formatted(least, most));
    }
  }

  static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSetting(
          key,
          DurationText.of(value),
          "a duration from %s to %s".formatted(DurationText.of(least), DurationText.of(most)));
    }
  }

  static void matches(String key, String value, String pattern, String allowed) {
    if (!value.matches(pattern)) {
      throw new InvalidSetting(key, value, allowed);
    }
  }
}
