package dev.orderpipeline.simulation.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final long STRUCK = TimeUnit.SECONDS.toNanos(100);

  private final OutcomeTimes times = new OutcomeTimes();

  @Test
  void isTheFirstNewOutcomeOfAnyAndOfAllPartitions() {
    seen(0, -2_000, 3_000, 3_500);
    seen(1, -1_000, 5_000);
    seen(2, 10);

    Recovery recovery = Recovery.of(STRUCK, Set.of(0, 1), times);

    assertThat(recovery.lastBefore()).contains(Duration.ofSeconds(1));
    assertThat(recovery.first()).contains(Duration.ofSeconds(3));
    assertThat(recovery.all()).contains(Duration.ofSeconds(5));
  }

  @Test
  void anOutcomeThatWasOnItsWayIsNoRecovery() {
    seen(0, 100, 4_000);

    assertThat(Recovery.of(STRUCK, Set.of(0), times).first()).contains(Duration.ofSeconds(4));
  }

  @Test
  void isUnknownWhereNothingCameAnyMore() {
    seen(0, 4_000);

    Recovery recovery = Recovery.of(STRUCK, Set.of(0, 1), times);

    assertThat(recovery.lastBefore()).isEmpty();
    assertThat(recovery.first()).contains(Duration.ofSeconds(4));
    assertThat(recovery.all()).isEmpty();
    assertThat(Recovery.of(STRUCK, Set.of(), times).first()).isEmpty();
  }

  private void seen(int partition, long... millisAfterStrike) {
    for (long millis : millisAfterStrike) {
      times.add(partition, STRUCK + TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }
}
