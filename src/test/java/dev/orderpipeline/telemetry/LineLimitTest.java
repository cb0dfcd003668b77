package dev.orderpipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineLimitTest {

  private final AtomicLong nanos = new AtomicLong();
  private final LineLimit limit = new LineLimit(2, nanos::get);

  @Test
  void letsSoManyThroughASecondAndCountsTheOthers() {
    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isFalse();
    assertThat(limit.takeDropped()).isEqualTo(1);
    assertThat(limit.takeDropped()).isZero();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(limit.allows()).isTrue();
  }
}
