package dev.orderpipeline.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A point in time as people type it: an instant, or how long ago.
sealed interface Since {

  /// Empty if none was asked for.
  Optional<Instant> time();

  record At(Optional<Instant> time) implements Since {}

  /// What was typed is neither.
  record Wrong(String message) implements Since {
    @Override
    public Optional<Instant> time() {
      return Optional.empty();
    }
  }

  /// Reads `2026-01-02T03:04:05Z`, `90m`, `2h`, `7d` or `PT1H30M`.
  ///
  /// @param option by which it was asked for
  static Since parse(String option, Optional<String> typed, Instant now) {
    if (typed.isEmpty()) {
      return new At(Optional.empty());
    }
    String text = typed.get().strip().toUpperCase(Locale.ROOT);
    try {
      return new At(Optional.of(isTime(text) ? Instant.parse(text) : now.minus(duration(text))));
    } catch (DateTimeException | ArithmeticException e) {
      return new Wrong(
          "%s is '%s', which is neither a time nor a duration; write 2026-01-02T03:04:05Z or 2h"
              .formatted(option, typed.get()));
    }
  }

  private static boolean isTime(String text) {
    return text.indexOf('-') > 0;
  }

  private static Duration duration(String text) {
    String iso = text.startsWith("P") ? text : (text.endsWith("D") ? "P" : "PT") + text;
    Duration duration = Duration.parse(iso);
    if (duration.isNegative()) {
      throw new DateTimeException("a duration into the past must not be negative");
    }
    return duration;
  }
}
