package dev.orderpipeline.simulation.gateways;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a gateway takes to answer, from nothing to [#MAX].
public sealed interface Latency {

  Duration MAX = Duration.ofMinutes(10);

  Latency NONE = new Fixed(Duration.ZERO);

  /// One latency, drawn anew.
  Duration draw(RandomGenerator random);

  record Fixed(Duration value) implements Latency {
    public Fixed {
      check(value);
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return value;
    }
  }

  /// Every value from `min` to `max` is as likely.
  record Uniform(Duration min, Duration max) implements Latency {
    public Uniform {
      check(min);
      check(max);
      if (min.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "latency from " + min.toMillis() + "ms to " + max.toMillis() + "ms: swap the two");
      }
    }

    @Override
    public Duration draw(RandomGenerator random) {
      return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }
  }

  /// Half the values lie below `median`; the larger `sigma` (0 to 3), the longer the tail.
  record Lognormal(Duration median, double sigma) implements Latency {
    public Lognormal {
      check(median);
      if (!(sigma >= 0 && sigma <= 3)) {
        throw new IllegalArgumentException("sigma of a latency must be 0 to 3, was " + sigma);
      }
    }

    @Override
    public Duration draw(RandomGenerator random) {
      double nanos = (double) median.toNanos() * Math.exp(sigma * random.nextGaussian());
      return Duration.ofNanos((long) Math.min(nanos, (double) MAX.toNanos()));
    }
  }

  /// Reads `20ms`, `10ms-50ms` or `lognormal(20ms,0.5)`.
  ///
  /// @throws IllegalArgumentException quoting the text, or saying which bound is broken
  static Latency parse(String text) {
    Matcher lognormal = Forms.LOGNORMAL.matcher(text.strip());
    if (lognormal.matches()) {
      return new Lognormal(
          Durations.parse(lognormal.group(1)), Double.parseDouble(lognormal.group(2)));
    }
    Matcher range = Forms.RANGE.matcher(text.strip());
    if (range.matches()) {
      return new Uniform(Durations.parse(range.group(1)), Durations.parse(range.group(2)));
    }
    if (Forms.ONE.matcher(text.strip()).matches()) {
      return new Fixed(Durations.parse(text));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a latency; write 20ms, 10ms-50ms or lognormal(20ms,0.5)");
  }

  private static void check(Duration value) {
    if (value.isNegative() || value.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "a latency must be 0 to " + MAX.toMinutes() + "m, was " + value.toMillis() + "ms");
    }
  }

  /// The three ways to write one.
  final class Forms {
    private static final String DURATION = "(\\d+(?:ms|s|m|h))";
    private static final Pattern ONE = Pattern.compile(DURATION);
    private static final Pattern RANGE = Pattern.compile(DURATION + "\\s*-\\s*" + DURATION);
    private static final Pattern LOGNORMAL =
        Pattern.compile("lognormal\\(\\s*" + DURATION + "\\s*,\\s*(\\d+(?:\\.\\d+)?)\\s*\\)");

    private Forms() {}
  }
}
