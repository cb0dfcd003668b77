package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final FailedLogins failed = new FailedLogins(nanos::get);

  @Test
  void barsAnAddressForAWhileAndNoOther() {
    for (int i = 0; i < FailedLogins.MOST; i++) {
      assertThat(failed.barred("10.0.0.1")).isEmpty();
      failed.failed("10.0.0.1");
    }
    assertThat(failed.barred("10.0.0.1")).hasValue(FailedLogins.WINDOW_SECONDS);
    assertThat(failed.barred("10.0.0.2")).isEmpty();
    nanos.addAndGet(Duration.ofSeconds(FailedLogins.WINDOW_SECONDS + 1).toNanos());
    assertThat(failed.barred("10.0.0.1")).isEmpty();
  }
}
