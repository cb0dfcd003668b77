package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFaultsTest {

  @TempDir private Path directory;
  private SimulatedGateways gateways;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    gateways =
        SimulatedGateways.start(
            GatewayOptions.of(
                    0, directory.resolve("ledger.ndjson"), Clock.systemUTC(), new Random(1))
                .withLateness(Duration.ofMillis(300))
                .withSilence(Duration.ofSeconds(1), 1));
    client = new TestClient(gateways);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateways.close();
  }

  @ParameterizedTest
  @CsvSource({
    "error, 500, internal_error, false, 0",
    "unavailable, 503, service_unavailable, true, 0",
    "throttle, 429, rate_limited, true, 0",
    "unauthorized, 401, unauthorized, false, 0",
    "error-after-success, 500, internal_error, false, 1",
  })
  void answersWithTheFault(String fault, int status, String code, boolean retryAfter, int effects) {
    gateways.faults().set("payments." + fault + "=1");

    HttpResponse<String> answer = client.charge("k1", "o-1", 4990);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(retryAfter);
    assertThat(gateways.ledgerEntries()).isEqualTo(effects);
    assertHeals();
  }

  @ParameterizedTest
  @CsvSource({"outage, 0", "reset, 0", "reset-after-success, 1"})
  void closesTheConnection(String fault, int effects) {
    gateways.faults().set("payments." + fault + "=1");

    assertNoAnswer(Duration.ofSeconds(10), IOException.class);

    assertThat(gateways.ledgerEntries()).isEqualTo(effects);
    assertHeals();
  }

  @ParameterizedTest
  @CsvSource({"hang, 0", "timeout-after-success, 1"})
  void doesNotAnswer(String fault, int effects) {
    gateways.faults().set("payments." + fault + "=1");

    assertNoAnswer(Duration.ofMillis(500), HttpTimeoutException.class);

    assertThat(gateways.ledgerEntries()).isEqualTo(effects);
    assertHeals();
  }

  @Test
  void endsASilenceByItselfAndBeyondTheLimitAtOnce() {
    gateways.faults().set("payments.hang=1");
    CompletableFuture<HttpResponse<String>> first = chargeAsync("k1");
    await().until(() -> gateways.calls().of(Endpoint.CHARGES) == 1);

    assertNoAnswer(Duration.ofMillis(900), IOException.class);
    assertThat(first).as("within its silence").isNotDone();

    assertThat(first).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void answersGarbageAfterTheEffect() {
    gateways.faults().set("charges.garbage=1");

    List<HttpResponse<String>> answers =
        java.util.stream.IntStream.range(0, 30)
            .mapToObj(_ -> client.charge("k1", "o-1", 4990))
            .toList();

    assertThat(answers).allMatch(a -> a.statusCode() == 200 && !a.body().contains("CAPTURED"));
    assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(4);
    assertThat(gateways.ledgerEntries()).isEqualTo(1);
    assertHeals();
  }

  @Test
  void takesALateRequestUpAfterItsUndoAndRefusesIt() {
    gateways.faults().set("charges.late=1");
    CompletableFuture<HttpResponse<String>> charge = chargeAsync("k1");
    await().until(() -> gateways.calls().of(Endpoint.CHARGES) == 1);

    assertThat(client.refund("r1", "o-1", "k1", 4990).body()).contains("NOTHING_TO_REFUND");

    assertThat(charge.join().statusCode()).isEqualTo(410);
    assertThat(charge.join().body()).contains("key_barred");
    assertThat(gateways.ledgerEntries()).as("the bar").isEqualTo(1);
  }

  @Test
  void hitsTheFirstRequestOfAKeyOnly() {
    gateways.faults().set("payments.error.first=1");

    assertThat(client.charge("k1", "o-1", 4990).statusCode()).isEqualTo(500);
    assertThat(client.charge("k1", "o-1", 4990).statusCode()).isEqualTo(200);
  }

  @Test
  void leavesTheOtherGatewayAlone() {
    gateways.faults().set("payments.outage=1");

    assertThat(
            client
                .post(Endpoint.RESERVATIONS, "k1", Requests.reserveBody("o-1", "SKU-1", 1))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void declinesByProbability() {
    gateways.faults().set("payments.decline=1,inventory.decline=1");

    assertThat(client.charge("k1", "o-1", 4990).body()).contains("card_declined");
    assertThat(
            client
                .post(Endpoint.RESERVATIONS, "k2", Requests.reserveBody("o-1", "SKU-1", 1))
                .body())
        .contains("out_of_stock");
  }

  @Test
  void isSwitchedOverHttp() {
    String settings = "{\"inventory.outage\":1.0,\"payments.latency\":\"10ms-50ms\"}";
    assertThat(client.putFaults(settings).body()).isEqualTo(settings);
    assertThat(client.get("/faults").body()).isEqualTo(settings);
    assertThat(gateways.faults().get().at(Endpoint.RELEASES).rates()).hasSize(1);

    assertThat(client.putFaults("{}").body()).isEqualTo("{}");
    assertThat(gateways.faults().get()).isEqualTo(FaultSettings.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "[]", "{\"payments.eror\":1}", "{\"payments.error\":\"often\"}"})
  void refusesWrongSettingsAndKeepsTheOld(String json) {
    gateways.faults().set("payments.error=1");

    HttpResponse<String> answer = client.putFaults(json);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("malformed_request").contains("\"detail\"");
    assertThat(gateways.faults().get().text()).containsEntry("payments.error", "1");
  }

  /// Once the faults are gone the same request gets its one effect's answer.
  private void assertHeals() {
    gateways.faults().clear();
    assertThat(client.charge("k1", "o-1", 4990).statusCode()).isEqualTo(200);
    assertThat(gateways.ledgerEntries()).isEqualTo(1);
  }

  private void assertNoAnswer(Duration patience, Class<? extends IOException> expected) {
    assertThatThrownBy(() ->
            client.sendOrFail(
                client
                    .posting(Endpoint.CHARGES, "k1", Requests.chargeBody("o-1", 4990))
                    .timeout(patience)
                    .build()))
        .isInstanceOf(expected);
  }

  private CompletableFuture<HttpResponse<String>> chargeAsync(String key) {
    return client.postAsync(Endpoint.CHARGES, key, Requests.chargeBody("o-1", 4990));
  }
}
