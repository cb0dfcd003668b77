package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultSettingsTest {

  @Test
  void appliesAGatewaysSettingToItsEndpointsOnly() {
    FaultSettings settings = FaultSettings.parse("payments.error=0.05");

    assertThat(settings.at(Endpoint.CHARGES).rates())
        .containsExactly(new EndpointFaults.Rate(Fault.ERROR, 0.05, 0));
    assertThat(settings.at(Endpoint.CHARGE_QUERY).rates()).hasSize(1);
    assertThat(settings.at(Endpoint.RESERVATIONS)).isEqualTo(EndpointFaults.NONE);
  }

  @Test
  void prefersAnEndpointToItsGatewayWhateverTheOrder() {
    for (String line :
        List.of("payments.error=0.1,refunds.error=1", "refunds.error=1,payments.error=0.1")) {
      FaultSettings settings = FaultSettings.parse(line);
      assertThat(settings.at(Endpoint.REFUNDS).rates().getFirst().always()).isEqualTo(1);
      assertThat(settings.at(Endpoint.CHARGES).rates().getFirst().always()).isEqualTo(0.1);
    }
  }

  @Test
  void triesFaultsInAFixedOrder() {
    FaultSettings settings = FaultSettings.parse("payments.garbage=1, payments.outage=1");

    assertThat(settings.at(Endpoint.CHARGES).rates())
        .extracting(EndpointFaults.Rate::fault)
        .containsExactly(Fault.OUTAGE, Fault.GARBAGE);
  }

  @Test
  void readsLatencyWithACommaAndDeclineAndFirst() {
    FaultSettings settings =
        FaultSettings.parse(
            "latency=5ms,payments.latency=lognormal(20ms,0.5),inventory.decline=0.1,charges.reset.first=1");

    assertThat(settings.at(Endpoint.REFUNDS).latency())
        .contains(new Latency.Lognormal(Duration.ofMillis(20), 0.5));
    assertThat(settings.at(Endpoint.RELEASES).latency())
        .contains(new Latency.Fixed(Duration.ofMillis(5)));
    assertThat(settings.at(Endpoint.RESERVATIONS).decline()).isEqualTo(0.1);
    assertThat(settings.at(Endpoint.CHARGES).rates())
        .containsExactly(new EndpointFaults.Rate(Fault.RESET, 0, 1));
  }

  @Test
  void readsNothingAsNoFaults() {
    assertThat(FaultSettings.parse(" ")).isEqualTo(FaultSettings.NONE);
    assertThat(FaultSettings.of(Map.of())).isEqualTo(FaultSettings.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          payments.eror=0.1          | there is no fault 'eror'; there are outage, reset, hang
          shipping.error=0.1         | there is no target 'shipping'; there are payments, inventory, charges
          payments.error=2           | a probability must be 0 to 1, was 2
          payments.error=-0.1        | a probability must be 0 to 1, was -0.1
          payments.error=NaN         | a probability must be 0 to 1, was NaN
          payments.error=often       | 'often' is not a probability
          payments.error             | has no value; write it as payments.error=0.05
          payments                   | has no value
          payments.error.last=1      | write target.fault or target.fault.first
          error=1                    | write target.fault or target.fault.first
          payments.error=1,payments.error=0 | fault 'payments.error' is given twice
          refunds.decline=0.5        | refunds cannot be declined; only charges and reservations can
          payments.latency=fast      | 'fast' is not a latency; write 20ms, 10ms-50ms or lognormal(20ms,0.5)
          payments.latency=50ms-10ms | latency from 50ms to 10ms: swap the two
          latency=1h                 | a latency must be 0 to 10m, was 3600000ms
          latency=lognormal(20ms,9)  | sigma of a latency must be 0 to 3, was 9
          """)
  void saysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> FaultSettings.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageStartingWith("fault '");
  }
}
