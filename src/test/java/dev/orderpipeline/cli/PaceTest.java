package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final AtomicLong now = new AtomicLong(5);

  @Test
  void spreadsEventsEvenlyAndCatchesUpAfterADelay() {
    var pace = new Pace(10.0, now::get);
    assertThat(pace.nanosUntil(0)).isZero();
    assertThat(pace.nanosUntil(3)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(pace.nanosUntil(3)).isNegative();
    assertThat(pace.nanosUntil(11)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
  }

  @Test
  void neverWaitsWithoutARate() {
    assertThat(new Pace(null, now::get).nanosUntil(1_000_000)).isZero();
  }
}
