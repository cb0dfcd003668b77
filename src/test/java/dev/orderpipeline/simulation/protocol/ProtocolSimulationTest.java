package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProtocolSimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 5_000);

  @Test
  void thousandsOfSeedsKeepEveryGuarantee() {
    Map<String, Integer> seen = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulationReport report = SimulationRun.of(seed).run();
      if (!report.clean()) {
        throw new AssertionError(SimulationRun.of(seed).withTrace().run().text());
      }
      report.counts().forEach((what, n) -> seen.merge(what, n, Integer::sum));
    }
    assertThat(seen).isNotEmpty();
  }
}
