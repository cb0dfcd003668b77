package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void letsABurstThroughAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(10, 15, nanos::get);
    assertThat(taken(bucket, 100)).isEqualTo(15);
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(taken(bucket, 100)).isEqualTo(5);
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(taken(bucket, 100)).isEqualTo(15);
  }

  @Test
  void saysWhenThereWillBeAToken() {
    TokenBucket slow = new TokenBucket(1, 1, nanos::get);
    assertThat(slow.take()).isEmpty();
    assertThat(slow.take()).hasValue(1);
    TokenBucket quick = new TokenBucket(1_000, 1, nanos::get);
    assertThat(quick.take()).isEmpty();
    assertThat(quick.take()).hasValue(1);
  }

  @Test
  void refusesToLetNothingThrough() {
    assertThatThrownBy(() -> new TokenBucket(0, 1, nanos::get)).hasMessageContaining("0 and 1");
    assertThatThrownBy(() -> new TokenBucket(1, 0, nanos::get)).hasMessageContaining("1 and 0");
  }

  private static int taken(TokenBucket bucket, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += bucket.take().isEmpty() ? 1 : 0;
    }
    return taken;
  }
}
