package dev.orderpipeline.http.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlowHistoryTest {

  private static final Instant START = Instant.ofEpochSecond(1_000_000);

  private final Flow flow = new Flow();
  private final FlowHistory history = new FlowHistory(flow, START);
  private long second;
  private int orders;

  @Test
  void ratesAreThoseOfTheLastSeconds() {
    for (int i = 0; i < 10; i++) {
      fail(20);
      tick(1);
    }
    assertThat(history.rates().get(StateName.FAILED)).isCloseTo(20, within(0.001));
    tick(1);
    assertThat(history.rates().get(StateName.FAILED)).isCloseTo(16, within(0.001));
    for (int i = 0; i < 6; i++) {
      tick(1);
    }
    assertThat(history.rates().get(StateName.FAILED)).isZero();
  }

  @Test
  void outcomesAreCountedInTheSpanTheyAreSeenInOnceItHasEnded() {
    tick(1);
    fail(3);
    tick(1); // the span from 2
    fail(4);
    tick(1);
    assertThat(last(history.outcomes().failed(), 2)).containsExactly(0, 0);
    tick(1); // the span from 4
    FlowHistory.Outcomes outcomes = history.outcomes();
    assertThat(outcomes.end()).isEqualTo(START.getEpochSecond() + 4);
    assertThat(last(outcomes.failed(), 2)).containsExactly(0, 7);
    assertThat(outcomes.completed()).hasSize(FlowHistory.SPANS).containsOnly(0);
  }

  @Test
  void aTimeWithoutSamplesIsEmptyAndTheOldestIsForgotten() {
    fail(5);
    tick(2);
    tick(2);
    assertThat(Arrays.stream(history.outcomes().failed()).sum()).isEqualTo(5);
    tick(20);
    assertThat(Arrays.stream(history.outcomes().failed()).sum()).isEqualTo(5);
    fail(1);
    tick(FlowHistory.SPANS * FlowHistory.SPAN_SECONDS * 3);
    assertThat(Arrays.stream(history.outcomes().failed()).sum()).isZero();
    tick(2);
    assertThat(last(history.outcomes().failed(), 1)).containsExactly(1);
    for (int i = 0; i < FlowHistory.SPANS; i++) {
      tick(2);
    }
    assertThat(Arrays.stream(history.outcomes().failed()).sum()).isZero();
  }

  @Test
  void aClockThatIsSetBackDoesNoHarm() {
    fail(5);
    tick(10);
    tick(-8);
    fail(2);
    tick(1);
    tick(20);
    assertThat(Arrays.stream(history.outcomes().failed()).sum()).isEqualTo(7);
  }

  private void tick(int seconds) {
    second += seconds;
    history.sample(START.plusSeconds(second));
  }

  private void fail(int count) {
    for (int i = 0; i < count; i++) {
      flow.advanced(
          0, SomeOrders.through("o-" + orders++, SomeOrders.failed("x"), StateName.FAILED), -1);
    }
  }

  private static int[] last(int[] numbers, int count) {
    return Arrays.copyOfRange(numbers, numbers.length - count, numbers.length);
  }
}
