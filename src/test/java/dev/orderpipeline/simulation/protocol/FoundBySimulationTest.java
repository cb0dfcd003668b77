package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.simulation.protocol.Script.Life;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Bugs that the simulation found in the product, each by a run that showed it.
class FoundBySimulationTest {

  /// A process was stopped between commit and call, for longer than the gateway remembers keys, and
  /// sent its request when it woke: a second capture (first seen with seed 11517).
  @Test
  void aCallThatIsADayLateDoesNotLeave() {
    for (long stop = 0; stop < 30; stop++) {
      assertHolds(
          new Script("a day late, " + stop, SeededSetup.plain(2), stop, Life.COMPLETED)
              .strike(Strike.PAUSE, Point.COMMITTED)
              .jump(12_000, Duration.ofHours(25)));
    }
  }

  /// The intake opened for every order that ended, although others were waiting for its place, and
  /// took in more than one: the waiting orders, which are in memory, grew without a limit.
  @Test
  void theIntakeStaysClosedWhileOrdersWait() {
    Life[] many = new Life[80];
    Arrays.fill(many, Life.COMPLETED);
    assertHolds(
        new Script("many orders, few places", SeededSetup.plain(1).withActiveLimit(2), 1, many));
  }

  private static void assertHolds(Script script) {
    assertThat(script.run(false).text()).contains(": 0 violation(s)");
  }
}
