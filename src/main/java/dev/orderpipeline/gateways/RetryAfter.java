package dev.orderpipeline.gateways;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the `Retry-After` header, which is seconds or a date (RFC 9110, 10.2.3).
final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,64}");

  /// More digits than this can only mean "longer than any cap".
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /// Reads the header.
  ///
  /// @return how long to wait from now, 0 … `cap`; empty if the header makes no sense
  static Optional<Duration> read(String header, Instant now, Duration cap) {
    String value = header.strip();
    return (SECONDS.matcher(value).matches() ? Optional.of(seconds(value, cap)) : date(value, now))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(cap) > 0 ? cap : wait);
  }

  private static Duration seconds(String digits, Duration cap) {
    return digits.length() > MAX_DIGITS ? cap : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return Optional.of(Duration.between(now, at));
    } catch (DateTimeParseException _) {
      // A header that is neither is as good as none.
      return Optional.empty();
    }
  }
}
