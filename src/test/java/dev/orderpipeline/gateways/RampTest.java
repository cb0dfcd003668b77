package dev.orderpipeline.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {

  private final Ramp ramp = new Ramp(10, Duration.ofMillis(500), 1000);

  @ParameterizedTest
  @CsvSource({
    "-1, 10",
    "0, 10",
    "499, 10",
    "500, 20",
    "999, 20",
    "1000, 40",
    "3000, 640",
    "3499, 640",
    "3500, 1000",
    "3600000, 1000",
    "9223372036854, 1000"
  })
  void doublesEveryInterval(long millis, int expected) {
    assertThat(ramp.limitAfter(Duration.ofMillis(millis))).isEqualTo(expected);
  }

  @Test
  void neverStartsAboveTheLimit() {
    assertThat(new Ramp(10, Duration.ofMillis(500), 4).limitAfter(Duration.ZERO)).isEqualTo(4);
  }

  @Test
  void staysWithinBoundsAndNeverFalls() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      int limit = 1 + random.nextInt(100_000);
      Ramp any =
          new Ramp(1 + random.nextInt(100_000), Duration.ofMillis(1 + random.nextInt(1000)), limit);
      Duration early = Duration.ofMillis(random.nextInt(100_000));
      Duration late = early.plusMillis(random.nextInt(100_000));
      assertThat(any.limitAfter(early)).as("%s, seed %s", any, seed).isBetween(1, limit);
      assertThat(any.limitAfter(late))
          .as("%s, seed %s", any, seed)
          .isBetween(any.limitAfter(early), limit);
    }
  }
}
