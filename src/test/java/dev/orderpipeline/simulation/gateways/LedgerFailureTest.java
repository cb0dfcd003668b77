package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gateways whose ledger's file has been closed under them, so that no write works.
class LedgerFailureTest {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private Path path = Path.of("");
  private int port;

  @BeforeEach
  void start() throws Exception {
    path = directory.resolve("ledger.ndjson");
    LedgerFile ledger = LedgerFile.open(path);
    GatewayOptions options = GatewayOptions.of(0, path, Clock.systemUTC(), new Random(1));
    GatewayBooks books =
        new GatewayBooks(options.keyRetention(), _ -> Optional.empty(), ledger::append);
    GatewayVerticle verticle =
        new GatewayVerticle(
            options, books, ledger, new FaultSwitch(FaultSettings.NONE), new CallCounters());
    vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
    port = verticle.port();
    ledger.close();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void neverAnswersForAnEffectItCouldNotWriteAndRefusesFromThenOn() throws Exception {
    assertThat(charge("k1")).as("no answer").isEmpty();
    assertThat(charge("k2")).contains(503);
    assertThat(charge("k1")).contains(503);
    assertThat(Files.size(path)).isZero();
  }

  private Optional<Integer> charge(String key) {
    String url = "http://127.0.0.1:" + port;
    try (TestClient client = new TestClient(url, HttpClient.Version.HTTP_1_1)) {
      HttpRequest request =
          client.posting(Endpoint.CHARGES, key, Requests.chargeBody("o-1", 4990)).build();
      return Optional.of(client.sendOrFail(request).statusCode());
    } catch (IOException e) {
      return Optional.empty(); // The connection was closed.
    }
  }
}
