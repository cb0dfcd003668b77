package dev.orderpipeline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrakeTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final BrakeLimits LIMITS = new BrakeLimits(Duration.ofMinutes(1), 100, 50, 20, 3);

  private final List<Brake.Trip> trips = new ArrayList<>();
  private Instant now = START;
  private final Brake brake = new Brake(LIMITS, () -> now, trips::add);
  private int letters;

  @Test
  void badInputAmongGoodTripsNothing() {
    for (int i = 0; i < 1_000; i++) {
      now = now.plusMillis(100);
      brake.taken();
      if (i % 8 == 0) {
        letter("not_json");
      }
    }
    assertThat(trips).isEmpty();
  }

  @Test
  void halfOfEverythingBeingBadTripsItOnceItIsEnough() {
    for (int i = 0; i < 40 && trips.isEmpty(); i++) {
      brake.taken();
      if (i % 2 == 0) {
        letter(i % 4 == 0 ? "not_json" : "key_mismatch");
      }
    }
    assertThat(trips).hasSize(1);
    assertThat(trips.getFirst().reason())
        .isEqualTo(
            "20 dead letters for 39 records within PT1M, limit 50 % from 20 on: key_mismatch 10, not_json 10");
    assertThat(trips.getFirst().since()).isEqualTo(START.minusSeconds(60));
  }

  @Test
  void aFewDeadLettersAndNothingElseTripNothing() {
    for (int i = 0; i < 19; i++) {
      brake.taken();
      letter("not_json");
    }
    assertThat(trips).isEmpty();
  }

  @Test
  void tooManyAreTooManyWhateverElseIsProcessed() {
    for (int i = 0; i < 10_000; i++) {
      brake.taken();
    }
    for (int i = 0; i < 99; i++) {
      letter("not_json");
    }
    assertThat(trips).isEmpty();
    letter("not_json");
    assertThat(trips).hasSize(1);
  }

  @Test
  void fewFailuresOfProcessingAreTooMany() {
    brake.failed("A");
    now = now.plusSeconds(61);
    brake.failed("B");
    brake.failed("C");
    assertThat(trips).isEmpty();
    brake.failed("D at here");
    assertThat(trips)
        .singleElement()
        .satisfies(trip ->
            assertThat(trip.reason())
                .isEqualTo("3 failures of processing within PT1M, limit 3; the last: D at here"));
  }

  @Test
  void tripsOnceUntilItIsReleasedAndCountsAnewThen() {
    for (int i = 0; i < 10; i++) {
      brake.failed("A");
    }
    assertThat(trips).hasSize(1);
    brake.released();
    brake.failed("A");
    brake.failed("A");
    assertThat(trips).hasSize(1);
    brake.failed("A");
    assertThat(trips).hasSize(2);
  }

  private void letter(String reason) {
    brake.lettered(dead("id-" + letters++, reason));
  }

  private DeadLetter dead(String id, String reason) {
    return new DeadLetter(
        id,
        reason,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now);
  }
}
