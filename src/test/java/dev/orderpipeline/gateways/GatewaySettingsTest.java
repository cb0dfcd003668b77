package dev.orderpipeline.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.Lane;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySettingsTest {

  private static final Secret TOKEN = new Secret("t0ken");

  @ParameterizedTest
  @CsvSource({
    "http://gateway, gateway, 80, ''",
    "https://gateway, gateway, 443, ''",
    "HTTPS://gateway:8443/, gateway, 8443, ''",
    "http://127.0.0.1:8080/a/b//, 127.0.0.1, 8080, /a/b",
    "'http://[::1]:8080/a', ::1, 8080, /a"
  })
  void readsTheUrl(URI url, String host, int port, String prefix) {
    GatewaySettings settings = GatewaySettings.of(url, TOKEN);
    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.pathPrefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway",
        "gateway:8080",
        "ftp://gateway",
        "http:///path",
        "http://g?a=b",
        "http://g#a"
      })
  void refusesOtherUrls(URI url) {
    assertThatThrownBy(() -> GatewaySettings.of(url, TOKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url must")
        .hasMessageContaining("'" + url + "'");
  }

  @Test
  void doesNotQuoteAPasswordInAUrl() {
    assertThatThrownBy(() -> GatewaySettings.of(URI.create("http://me:hush@gateway"), TOKEN))
        .hasMessageContaining("must not hold user or password")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hush hush", "hush\n", "h\u00fcsh"})
  void refusesUnsendableSecretsWithoutQuotingThem(String value) {
    assertThatThrownBy(() -> new Secret(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.length() + " characters")
        .hasMessageNotContaining("sh");
  }

  @Test
  void secretsDoNotPrint() {
    GatewaySettings settings = GatewaySettings.of(URI.create("http://gateway"), TOKEN);
    assertThat(settings.toString()).contains("Secret[hidden]").doesNotContain("t0ken");
    assertThat(new OutboundSettings(settings, settings).toString()).doesNotContain("t0ken");
  }

  @Test
  void defaultsAgree() {
    GatewaySettings settings = GatewaySettings.of(URI.create("http://gateway"), TOKEN);
    for (Lane lane : Lane.values()) {
      LaneSettings each = settings.lane(lane);
      assertThat(each.connections()).isLessThanOrEqualTo(each.gate().concurrency());
      assertThat(each.gate().breaker().slowCall()).isLessThan(settings.responseTimeout());
    }
    assertThat(settings.lane(Lane.FORWARD).gate().concurrency()).isEqualTo(1000);
    assertThat(settings.lane(Lane.COMPENSATION).gate().concurrency()).isEqualTo(64);
  }

  @Test
  void namesTheSettingItsBoundsAndTheValue() {
    assertThatThrownBy(() -> new LaneSettings(0, GateSettings.FORWARD))
        .hasMessage("connections must be 1 to 10000, was 0");
    assertThatThrownBy(() -> new GateSettings(1, 1, Duration.ofDays(1), BreakerSettings.DEFAULTS))
        .hasMessage("ramp-doubling must be PT0.001S to PT10M, was PT24H");
    assertThatThrownBy(() ->
            new BreakerSettings(10, 11, 50, Duration.ofSeconds(1), 50, Duration.ofSeconds(1), 1))
        .hasMessage("minimum-calls must be 1 to 10, was 11");
    assertThatThrownBy(() ->
            new GatewaySettings(
                URI.create("http://gateway"),
                Optional.of(TOKEN),
                Optional.of(Path.of("/nowhere.pem")),
                false,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1024,
                Duration.ZERO,
                LaneSettings.FORWARD,
                LaneSettings.COMPENSATION))
        .hasMessageContaining("trusted-certificates must be a readable PEM file")
        .hasMessageContaining("/nowhere.pem");
  }
}
