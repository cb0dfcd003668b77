package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingCountTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final SlidingCount count = new SlidingCount(Duration.ofMinutes(1));

  @Test
  void countsWhatIsInTheWindowAndForgetsTheRest() {
    count.add(START);
    count.add(START.plusSeconds(30));
    assertThat(count.sum(START.plusSeconds(59))).isEqualTo(2);
    assertThat(count.sum(START.plusSeconds(60))).isEqualTo(1);
    assertThat(count.sum(START.plusSeconds(90))).isZero();
  }

  @Test
  void aLongPauseLeavesNothingBehind() {
    count.add(START);
    assertThat(count.sum(START.plus(Duration.ofDays(3)))).isZero();
    count.add(START.plus(Duration.ofDays(3)));
    assertThat(count.sum(START.plus(Duration.ofDays(3)))).isEqualTo(1);
  }

  @Test
  void isNeverFurtherOffThanAStep() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      SlidingCount sliding = new SlidingCount(Duration.ofMinutes(1));
      Queue<Instant> all = new ArrayDeque<>();
      Instant now = START;
      for (int i = 0; i < 500; i++) {
        now = now.plusMillis(random.nextInt(2_000));
        sliding.add(now);
        all.add(now);
        Instant latest = now;
        long exactly = all.stream().filter(at -> at.isAfter(latest.minusSeconds(60))).count();
        long atLeast = all.stream().filter(at -> at.isAfter(latest.minusSeconds(59))).count();
        assertThat(sliding.sum(now)).as("seed %d", seed).isBetween(atLeast, exactly);
      }
    }
  }

  @Test
  void aWindowMustBeLongEnough() {
    assertThatThrownBy(() -> new SlidingCount(Duration.ofMillis(59)))
        .hasMessageContaining("at least 60 ms");
  }
}
