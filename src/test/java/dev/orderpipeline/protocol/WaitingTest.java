package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Timers, parked orders and the limit on active ones.
class WaitingTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @Test
  void timersRingInOrderOnceAnOrder() {
    Timers timers = new Timers();
    timers.set("b", Optional.of(NOON.plusSeconds(2)));
    timers.set("a", Optional.of(NOON.plusSeconds(2)));
    timers.set("c", Optional.of(NOON.plusSeconds(1)));
    timers.set("c", Optional.of(NOON.plusSeconds(3)));
    timers.set("d", Optional.of(NOON));
    timers.cancel("d");
    timers.cancel("never set");
    assertThat(timers.pollDue(NOON.plusMillis(1999))).isEmpty();
    assertThat(timers.pollDue(NOON.plusSeconds(2))).contains("a");
    assertThat(timers.pollDue(NOON.plusSeconds(2))).contains("b");
    assertThat(timers.pollDue(NOON.plusSeconds(2))).isEmpty();
    assertThat(timers.isEmpty()).isFalse();
    assertThat(timers.pollDue(NOON.plusSeconds(9))).contains("c");
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void timersAgreeWithAPlainMap() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Timers timers = new Timers();
      Map<String, Instant> plain = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        String id = "o-" + random.nextInt(10);
        Instant at = NOON.plusSeconds(random.nextInt(20));
        switch (random.nextInt(3)) {
          case 0 -> {
            timers.set(id, Optional.of(at));
            plain.put(id, at);
          }
          case 1 -> {
            timers.cancel(id);
            plain.remove(id);
          }
          default -> {
            Optional<String> due = timers.pollDue(at);
            Optional<Instant> first = plain.values().stream().min(Instant::compareTo);
            assertThat(due.map(plain::remove))
                .as("seed %d", seed)
                .isEqualTo(first.filter(time -> !time.isAfter(at)));
          }
        }
        assertThat(timers.isEmpty()).isEqualTo(plain.isEmpty());
      }
    }
  }

  @Test
  void parkedOrdersOfAStepComeOutAsTheyCameIn() {
    ParkingLot lot = new ParkingLot();
    assertThat(lot.blocked(Step.REFUND)).isEmpty();
    lot.add(Step.REFUND, "a", ParkReason.BREAKER_OPEN);
    lot.add(Step.REFUND, "b", ParkReason.PAUSED);
    lot.add(Step.RELEASE, "c", ParkReason.PAUSED);
    lot.add(Step.REFUND, "a", ParkReason.PAUSED);
    assertThat(lot.blocked(Step.REFUND)).contains(ParkReason.PAUSED);
    lot.remove("b");
    lot.add(Step.REFUND, "b", ParkReason.PAUSED);
    List<String> out = new ArrayList<>();
    for (Optional<String> next = next(lot); next.isPresent(); next = next(lot)) {
      out.add(next.get());
    }
    assertThat(out).containsExactly("a", "b");
    assertThat(lot.isEmpty()).isFalse();
    lot.remove("c");
    assertThat(lot.isEmpty()).isTrue();
    assertThat(lot.blocked(Step.RELEASE)).isEmpty();
  }

  private static Optional<String> next(ParkingLot lot) {
    return lot.next(
        step -> step == Step.REFUND ? Optional.empty() : Optional.of(ParkReason.BREAKER_OPEN));
  }

  @Test
  void capacityOpensAgainBelowItsLimitOnly() {
    Capacity capacity = new Capacity(20);
    capacity.take(19);
    assertThat(capacity.hasRoom()).isTrue();
    capacity.take(1);
    assertThat(capacity.hasRoom()).isFalse();
    capacity.take(-1);
    assertThat(capacity.hasDrained()).isFalse();
    capacity.take(-1);
    assertThat(capacity.hasDrained()).isTrue();
    assertThat(capacity.held()).isEqualTo(18);
  }

  @Test
  void capacityOfOneCanDrain() {
    Capacity capacity = new Capacity(1);
    capacity.take(1);
    assertThat(capacity.hasDrained()).isFalse();
    capacity.take(-1);
    assertThat(capacity.hasDrained()).isTrue();
    assertThatThrownBy(() -> new Capacity(0)).hasMessageContaining("at least 1, was 0");
  }
}
