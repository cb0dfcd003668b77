package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.gateways.BreakerState;
import dev.orderpipeline.gateways.GateStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StatusServerTest {

  private final AtomicBoolean ready = new AtomicBoolean();

  @Test
  void isLiveAtOnceAndReadyWhenThePipelineIs() throws Exception {
    try (StatusServer server = StatusServer.start(0, ready::get, List::of)) {
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(server, "/no-such-page").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void tellsHowTheGatewaysAre() throws Exception {
    GateStatus payments =
        new GateStatus(
            Gateway.PAYMENTS,
            Lane.FORWARD,
            BreakerState.OPEN,
            Instant.EPOCH,
            3,
            0,
            false,
            OptionalDouble.of(60));
    try (StatusServer server = StatusServer.start(0, ready::get, () -> List.of(payments))) {
      assertThat(get(server, "/gateways").body())
          .contains("\"gateway\":\"payments\"", "\"breaker\":\"open\"", "\"inFlight\":3");
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (StatusServer server = StatusServer.start(0, ready::get, List::of)) {
      int port = URI.create(server.url()).getPort();
      assertThatThrownBy(() -> StatusServer.start(port, ready::get, List::of))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(port));
    }
  }

  private static HttpResponse<String> get(StatusServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
