package dev.orderpipeline.protocol;

import java.time.Duration;

/// How much may go wrong in a process before it takes nothing more in. Bad input from a few
/// customers is everyday; most of everything going wrong is a broken deploy or a broken producer.
///
/// @param window within which it is counted, 1 s or more
/// @param deadLetters that are too many, whatever else is processed
/// @param percent of the input records that is too many dead letters …
/// @param from … once there are so many of them
/// @param failures of processing, errors that no code foresaw, that are too many
public record BrakeLimits(Duration window, int deadLetters, int percent, int from, int failures) {

  public static final BrakeLimits DEFAULTS =
      new BrakeLimits(Duration.ofMinutes(1), 10_000, 50, 200, 10);

  /// So many failures within the window end the process: each makes a thread read again all that it
  /// has in hand, and a storm of that helps nobody.
  public int failuresThatStop() {
    return 3 * failures;
  }
}
