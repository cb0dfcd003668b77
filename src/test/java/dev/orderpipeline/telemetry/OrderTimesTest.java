package dev.orderpipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.TestOrders;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrderTimesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private final OrderTimes times =
      new OrderTimes(registry, InstantSource.fixed(TestOrders.START.plusSeconds(60)));

  @Test
  void eachStateThatWasLeftIsMeasured() {
    Story story = new Story("o-1").validated(SECOND).charged(SECOND.multipliedBy(2));
    times.advanced(0, story.reserved(SECOND.multipliedBy(3)).order(), -1);
    assertThat(millis("pending", "validating")).isEqualTo(1_000);
    assertThat(millis("validating", "charging")).isZero();
    assertThat(move("validating", "charging").count()).isEqualTo(1);
    assertThat(millis("charging", "reserving")).isEqualTo(2_000);
    assertThat(millis("reserving", "completed")).isEqualTo(3_000);
    assertThat(outcome("completed").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(60_000);
    assertThat(outcome("failed").count()).isZero();
  }

  @Test
  void whatWasCommittedBeforeIsNotMeasuredAgain() {
    Story story = new Story("o-1").validated(SECOND).charged(SECOND);
    times.advanced(0, story.order(), -1);
    int before = story.order().version();
    times.advanced(0, story.reserved(SECOND).order(), before);
    assertThat(move("pending", "validating").count()).isEqualTo(1);
    assertThat(move("charging", "reserving").count()).isEqualTo(1);
    assertThat(move("reserving", "completed").count()).isEqualTo(1);
    assertThat(outcome("completed").count()).isEqualTo(1);
  }

  private double millis(String from, String to) {
    return move(from, to).totalTime(TimeUnit.MILLISECONDS);
  }

  private Timer move(String from, String to) {
    return registry.get("pipeline.transition.duration").tag("from", from).tag("to", to).timer();
  }

  private Timer outcome(String outcome) {
    return registry.get("pipeline.order.duration").tag("outcome", outcome).timer();
  }
}
