package dev.orderpipeline.simulation.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderpipeline.simulation.chaos.Disaster.Kind;
import dev.orderpipeline.simulation.chaos.Disaster.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static ChaosPlan plan(long seed, int kills) {
    return new ChaosPlan(seed, kills, Duration.ofSeconds(15 + 8L * kills), 1_000, 3, 2);
  }

  private static List<Disaster> schedule(long seed, int kills) {
    return Schedule.of(plan(seed, kills), SESSION_TIMEOUT);
  }

  @Test
  void theSameSeedIsTheSameSchedule() {
    assertThat(schedule(7, 20)).isEqualTo(schedule(7, 20)).isNotEqualTo(schedule(8, 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 100})
  void killsAsOftenAsAskedFor(int kills) {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(schedule(seed, kills).stream().filter(disaster -> disaster.kind().isKill()))
          .as("seed %d", seed)
          .hasSize(kills);
    }
  }

  @Test
  void everythingThatCanHappenHappens() {
    assertThat(
            LongStream.range(0, 20)
                .boxed()
                .flatMap(seed -> schedule(seed, 20).stream())
                .map(Disaster::kind))
        .contains(Kind.values());
  }

  @Test
  void happensWithinTheTimeAndInOrder() {
    Duration end = plan(0, 20).duration();
    for (long seed = 0; seed < 100; seed++) {
      assertThat(schedule(seed, 20))
          .allMatch(d -> d.at().compareTo(ChaosPlan.LEAD) >= 0)
          .allMatch(d -> d.at().plus(ChaosPlan.TAIL).compareTo(end) <= 0)
          .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    }
  }

  @Test
  void ofThreeBrokersOneIsAwayAtATime() {
    for (long seed = 0; seed < 100; seed++) {
      List<Disaster> brokers =
          schedule(seed, 50).stream().filter(d -> d.kind().target() == Target.BROKER).toList();
      for (int i = 1; i < brokers.size(); i++) {
        assertThat(brokers.get(i).at())
            .as("seed %d", seed)
            .isGreaterThan(brokers.get(i - 1).ends().plusSeconds(5));
      }
    }
  }

  @Test
  void aPauseOutlastsTheSession() {
    assertThat(schedule(1, 100).stream().filter(d -> d.kind() == Kind.PAUSE_INSTANCE))
        .isNotEmpty()
        .allMatch(d -> d.lasts().compareTo(SESSION_TIMEOUT) > 0);
  }

  @Test
  void refusesPlansThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChaosPlan(1, -1, Duration.ofSeconds(30), 10, 3, 2))
        .withMessageContaining("kills must be 0 to 1000, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChaosPlan(1, 1, Duration.ofSeconds(5), 10, 3, 2))
        .withMessageContaining("20s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChaosPlan(1, 1, Duration.ofSeconds(30), 10, 2, 2))
        .withMessageContaining("brokers must be 1 or 3, was 2");
  }
}
