package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.simulation.protocol.Script.Life;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The memory is lost at every moment of an order's life, and brought back from the topics.
class LostMemoryTest {

  @ParameterizedTest
  @EnumSource(Life.class)
  void anyMomentWillDo(Life life) {
    for (int at = 0; at < 6_000; at += 20) {
      assertHolds(new Script("lost at " + at, SeededSetup.plain(2), at, life).loseMemory(at));
    }
  }

  @ParameterizedTest
  @EnumSource(Life.class)
  void alsoADayLater(Life life) {
    for (int at = 0; at < 4_000; at += 40) {
      assertHolds(
          new Script("lost for a day at " + at, SeededSetup.plain(2), at, life)
              .loseMemory(at)
              .jump(at, Duration.ofHours(25)));
    }
  }

  /// Those that wait for a place are in no topic of states.
  @Test
  void ordersThatWaitedForAPlaceAreNotForgotten() {
    Life[] many = new Life[40];
    Arrays.fill(many, Life.COMPLETED);
    for (int at = 100; at < 2_000; at += 100) {
      assertHolds(
          new Script("many, lost at " + at, SeededSetup.plain(1).withActiveLimit(2), at, many)
              .loseMemory(at));
    }
  }

  @Test
  void ordersThatWaitedForADayAreLeftToAPerson() {
    Life[] many = new Life[40];
    Arrays.fill(many, Life.COMPLETED);
    for (int at = 100; at < 2_000; at += 100) {
      assertHolds(
          new Script("a day, lost at " + at, SeededSetup.plain(1).withActiveLimit(2), at, many)
              .loseMemory(at)
              .jump(at, Duration.ofHours(25)));
    }
  }

  private static void assertHolds(Script script) {
    SimulationReport report = script.run(false);
    assertThat(report.text()).contains(": 0 violation(s)");
    assertThat(report.counts()).containsEntry("memories lost", 1);
  }
}
