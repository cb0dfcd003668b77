package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import dev.orderpipeline.simulation.gateways.GatewayOptions;
import dev.orderpipeline.simulation.gateways.SimulatedGateways;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPanelTest {

  private static final FaultSettings USUAL = FaultSettings.parse("payments.error=0.02");

  @TempDir private Path dir;

  @Test
  void switchesAddToTheUsualFaultsAndTakeBackOnlyTheirOwn() throws Exception {
    try (SimulatedGateways gateways =
        SimulatedGateways.start(
            GatewayOptions.of(0, dir.resolve("ledger"), Clock.systemUTC(), new Random(1))
                .withFaults(USUAL))) {
      FaultPanel panel = new FaultPanel(USUAL, gateways.faults());
      assertThat(panel.switches()).hasSize(4).noneMatch(Picture.Switch::on);
      for (Picture.Switch one : panel.switches()) {
        assertThat(panel.flip(one.id(), true)).isTrue();
      }
      assertThat(panel.switches()).allMatch(Picture.Switch::on);
      assertThat(gateways.faults().get().text())
          .containsAllEntriesOf(
              Map.of("payments.error", "0.02", "payments.outage", "1", "reservations.decline", "1"))
          .hasSize(5);
      panel.flip("payments-down", false);
      assertThat(gateways.faults().get().text())
          .doesNotContainKey("payments.outage")
          .containsKeys("payments.error", "payments.latency");
      assertThat(panel.flip("no-such", true)).isFalse();
    }
  }
}
