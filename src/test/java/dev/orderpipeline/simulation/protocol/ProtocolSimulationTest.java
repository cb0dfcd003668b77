package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The guarantees, over thousands of seeds. A seed that breaks one is printed with its whole story;
/// `simulate --trace SEED` prints it again.
@Execution(ExecutionMode.CONCURRENT)
class ProtocolSimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 5_000);

  @Test
  void everySeedKeepsEveryGuarantee() {
    Findings findings = new Findings();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulationReport report = SimulationRun.of(seed).run();
      if (!report.clean()) {
        throw new AssertionError(SimulationRun.of(seed).withTrace().run().text());
      }
      findings.add(seed, report);
    }
    assertThat(findings.counts().keySet())
        .as("what has happened in %d seeds", SEEDS)
        .containsAll(everythingThatCanHappen());
  }

  /// What no seed does proves nothing.
  private static List<String> everythingThatCanHappen() {
    return Stream.of(
            Arrays.stream(CallFate.values()).map(fate -> "call " + fate),
            Arrays.stream(CommitFate.values()).map(fate -> "commit " + fate),
            Arrays.stream(Point.values()).map(point -> "CRASH at " + point),
            Arrays.stream(Point.values()).filter(Point::canAbort).map(point -> "ABORT at " + point),
            Stream.of(
                "clock jumps",
                "completed",
                "duplicates",
                "failed",
                "fenced",
                "gate closings",
                "gateway restarts",
                "memories lost",
                "outages",
                "pauses",
                "placed again",
                "placed again by a recovery",
                "rebalances",
                "recoveries run again",
                "redriven",
                "restore commands",
                "suspended",
                "turned away"))
        .flatMap(all -> all)
        .toList();
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (long seed = 0; seed < 50; seed++) {
      SimulationRun run = SimulationRun.of(seed).withTrace();
      assertThat(run.run().text()).isEqualTo(run.run().text());
    }
  }
}
