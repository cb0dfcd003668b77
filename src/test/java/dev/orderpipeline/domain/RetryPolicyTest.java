package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), 8);

  /// The JDK has the same finalizer, so it says what the wait must be: another version of the
  /// pipeline that takes the same decision again waits as long.
  @ParameterizedTest
  @CsvSource({"1, 200", "2, 400", "3, 800", "8, 25600", "9, 30000", "60, 30000"})
  void aWaitIsTheSameForTheSameKeyAndSetbacks(int setbacks, long ceiling) {
    for (int i = 0; i < 100; i++) {
      String key = TestOrders.KEYS.of(Step.CHARGE, "o-" + i);
      double unit = new SplittableRandom(key.hashCode() * 31L + setbacks).nextDouble();
      assertThat(POLICY.delay(key, setbacks).toMillis())
          .as("wait of %s", key)
          .isEqualTo(1 + (long) (unit * ceiling));
    }
  }

  @Test
  void theSmallestPolicyThereIsIsOne() {
    RetryPolicy smallest = new RetryPolicy(Duration.ofNanos(1), Duration.ofNanos(1), 1);
    assertThat(smallest.delay("key", 1)).isEqualTo(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @CsvSource({"PT-0.001S, PT1S, 1", "PT0S, PT1S, 1", "PT1S, PT0.999S, 1", "PT1S, PT1S, 0"})
  void aPolicyThatMakesNoSenseIsRefusedByItsNumbers(Duration base, Duration cap, int maxAttempts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(base, cap, maxAttempts))
        .withMessageContainingAll("base=" + base, "cap=" + cap, "maxAttempts=" + maxAttempts);
  }
}
