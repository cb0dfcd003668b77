package dev.orderpipeline.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentCallsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> heard = new ArrayList<>();
  private final RecentCalls calls =
      new RecentCalls(
          new CallListener() {
            @Override
            public void started(Step step, String method) {
              heard.add("started " + step.label());
            }

            @Override
            public void ended(Step step, String method, Answer answer, long durationNanos) {
              heard.add("ended " + step.label());
            }
          },
          nanos::get);

  @Test
  void percentilesAreByNearestRankAndByLane() {
    for (int i = 1; i <= 100; i++) {
      ended(Step.CHARGE, i);
    }
    ended(Step.REFUND, 7);
    RecentCalls.Latency charges = calls.latency(Gateway.PAYMENTS, Lane.FORWARD).orElseThrow();
    assertThat(charges.p50Millis()).isEqualTo(50);
    assertThat(charges.p95Millis()).isEqualTo(95);
    assertThat(charges.calls()).isEqualTo(100);
    assertThat(calls.latency(Gateway.PAYMENTS, Lane.COMPENSATION).orElseThrow().p95Millis())
        .isEqualTo(7);
    assertThat(calls.latency(Gateway.INVENTORY, Lane.FORWARD)).isEmpty();
  }

  @Test
  void onlyTheLastFewHundredOfTheLastHalfMinuteCount() {
    ended(Step.CHARGE, 10_000);
    for (int i = 0; i < 512; i++) {
      ended(Step.CHARGE, 5);
    }
    assertThat(calls.latency(Gateway.PAYMENTS, Lane.FORWARD).orElseThrow().p95Millis())
        .isEqualTo(5);
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(calls.latency(Gateway.PAYMENTS, Lane.FORWARD)).isEmpty();
  }

  @Test
  void whoeverListenedHearsOfThem() {
    calls.started(Step.RESERVE, "POST");
    ended(Step.RESERVE, 1);
    assertThat(heard).containsExactly("started reserve", "ended reserve");
  }

  private void ended(Step step, long millis) {
    calls.ended(step, "POST", new Answer.Absent(), Duration.ofMillis(millis).toNanos());
  }
}
