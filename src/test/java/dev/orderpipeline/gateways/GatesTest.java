package dev.orderpipeline.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.ParkReason;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GatesTest {

  private final ManualClock clock = new ManualClock();
  private final GatewaySettings settings =
      GatewaySettings.of(URI.create("http://gateway"), new Secret("t"));
  private final Gates gates = new Gates(new OutboundSettings(settings, settings), clock);

  @Test
  void listsAllGates() {
    assertThat(gates.status())
        .containsExactly(
            fresh(Gateway.PAYMENTS, Lane.FORWARD, 1000),
            fresh(Gateway.PAYMENTS, Lane.COMPENSATION, 64),
            fresh(Gateway.INVENTORY, Lane.FORWARD, 1000),
            fresh(Gateway.INVENTORY, Lane.COMPENSATION, 64));
  }

  @Test
  void gatesAreIndependent() {
    Gate sick = gates.gate(Gateway.PAYMENTS, Lane.FORWARD);
    for (int i = 0; i < 20; i++) {
      assertThat(sick.tryEnter()).isEmpty();
      sick.leave(BreakerSignal.FAILURE, 0);
    }
    gates.pause(Gateway.INVENTORY, Lane.FORWARD, new Pause(clock.instant(), "ops", "test"));

    assertThat(sick.tryEnter()).contains(ParkReason.BREAKER_OPEN);
    assertThat(gates.gate(Gateway.INVENTORY, Lane.FORWARD).tryEnter()).contains(ParkReason.PAUSED);
    assertThat(gates.gate(Gateway.PAYMENTS, Lane.COMPENSATION).tryEnter()).isEmpty();
    assertThat(gates.gate(Gateway.INVENTORY, Lane.COMPENSATION).tryEnter()).isEmpty();

    gates.resume(Gateway.INVENTORY, Lane.FORWARD);
    assertThat(gates.gate(Gateway.INVENTORY, Lane.FORWARD).tryEnter()).isEmpty();
  }

  private GateStatus fresh(Gateway gateway, Lane lane, int limit) {
    return new GateStatus(
        gateway,
        lane,
        BreakerState.CLOSED,
        clock.instant(),
        0,
        limit,
        Optional.empty(),
        OptionalDouble.empty());
  }
}
