package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.LedgerJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over real HTTP. Faults are in [GatewayFaultsTest].
class SimulatedGatewaysTest {

  @TempDir private Path directory;
  private SimulatedGateways gateways;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    start(options());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateways.close();
  }

  @Test
  void chargesRefundsAndAnswersByKey() {
    HttpResponse<String> charge = client.charge("k1", "o-1", 4990);

    assertThat(charge.statusCode()).isEqualTo(200);
    assertThat(charge.headers().firstValue("content-type")).contains("application/json");
    assertThat(charge.body())
        .isEqualTo(
            """
            {"transactionId":"tx_1","status":"CAPTURED","orderId":"o-1",\
            "amount":{"value":4990,"currency":"EUR"}}\
            """);
    assertThat(client.charge("k1", "o-1", 4990).body()).isEqualTo(charge.body());
    assertThat(client.query(Endpoint.CHARGE_QUERY, "k1").body()).isEqualTo(charge.body());

    assertThat(client.refund("r1", "o-1", "k1", 4990).body())
        .isEqualTo("{\"refundId\":\"rf_2\",\"status\":\"REFUNDED\"}");
    assertThat(client.refund("r2", "o-2", "k2", 100).body())
        .isEqualTo("{\"refundId\":\"rf_3\",\"status\":\"NOTHING_TO_REFUND\"}");
    assertProblem(client.charge("k2", "o-2", 100), 410, "key_barred");
    assertThat(effects()).containsExactly(Effect.CAPTURE, Effect.REFUND, Effect.BAR);
  }

  @Test
  void reservesReleasesAndAnswersByKey() {
    HttpResponse<String> reservation =
        client.post(Endpoint.RESERVATIONS, "k1", Requests.reserveBody("o-1", "SKU-1", 2));

    assertThat(reservation.body())
        .isEqualTo("{\"reservationId\":\"rs_1\",\"status\":\"RESERVED\",\"orderId\":\"o-1\"}");
    assertThat(client.query(Endpoint.RESERVATION_QUERY, "k1").body()).isEqualTo(reservation.body());
    assertThat(release("r1", "o-1", "k1").body())
        .isEqualTo("{\"releaseId\":\"rl_2\",\"status\":\"RELEASED\"}");
    assertThat(release("r2", "o-2", "k2").body())
        .isEqualTo("{\"releaseId\":\"rl_3\",\"status\":\"NOTHING_TO_RELEASE\"}");
    assertProblem(
        client.post(Endpoint.RESERVATIONS, "k2", Requests.reserveBody("o-2", "SKU-1", 2)),
        410,
        "key_barred");
    assertThat(effects()).containsExactly(Effect.RESERVE, Effect.RELEASE, Effect.BAR);
  }

  @Test
  void declinesByRule() {
    assertProblem(chargeWith("k1", "pm_declined_1"), 402, "card_declined");
    assertProblem(chargeWith("k2", "pm_insufficient"), 402, "insufficient_funds");
    assertProblem(
        client.post(Endpoint.RESERVATIONS, "k3", Requests.reserveBody("o-1", "SKU-OUT-9", 1)),
        422,
        "out_of_stock");
    assertThat(effects()).isEmpty();
  }

  @Test
  void refusesRequestsThatAreWrong() {
    assertProblem(client.charge("", "o-1", 4990), 400, "idempotency_key_missing");
    assertProblem(client.charge("k".repeat(256), "o-1", 4990), 400, "idempotency_key_missing");
    HttpRequest.Builder noKey = client.request(Endpoint.CHARGES.path());
    assertProblem(
        client.send(
            noKey.POST(HttpRequest.BodyPublishers.ofString(Requests.chargeBody("o-1", 1))).build()),
        400,
        "idempotency_key_missing");
    for (String body :
        List.of(
            "",
            "nonsense",
            "[]",
            "{}",
            Requests.chargeBody("o-1", 0),
            Requests.chargeBody("", 1),
            Requests.chargeBody("o-1", 1) + "{}",
            Requests.chargeBody("o-1", 1).replace("EUR", "EURO"),
            Requests.chargeBody("o-1", 1).replace("customerId", "customer"))) {
      assertProblem(client.post(Endpoint.CHARGES, "k1", body), 400, "malformed_request");
    }
    assertProblem(
        client.post(Endpoint.RESERVATIONS, "k1", Requests.reserveBody("o-1", "SKU-1", 0)),
        400,
        "malformed_request");
    assertProblem(
        client.post(Endpoint.CHARGES, "k1", " ".repeat(EffectRequestJson.MAX_BYTES + 1)),
        413,
        "payload_too_large");
    assertThat(client.charge("k1", "o-1", 1).statusCode()).as("key still free").isEqualTo(200);
  }

  @Test
  void refusesAKeyWithAnotherPayload() {
    client.charge("k1", "o-1", 4990);

    assertProblem(client.charge("k1", "o-1", 4991), 422, "idempotency_key_reused");
    assertProblem(client.refund("r1", "o-1", "k1", 4991), 422, "refund_exceeds_charge");
    assertProblem(client.query(Endpoint.CHARGE_QUERY, "k9"), 404, "not_found");
  }

  @Test
  void isInFlightWhileItWorks() throws Exception {
    gateways.faults().set("latency=2s");
    CompletableFuture<HttpResponse<String>> first =
        client.postAsync(Endpoint.CHARGES, "k1", Requests.chargeBody("o-1", 4990));
    awaitCalls(Endpoint.CHARGES, 1);
    gateways.faults().clear();

    assertProblem(client.charge("k1", "o-1", 4990), 409, "request_in_flight");
    assertProblem(client.refund("r1", "o-1", "k1", 4990), 409, "request_in_flight");
    assertProblem(client.query(Endpoint.CHARGE_QUERY, "k1"), 409, "request_in_flight");
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(client.charge("k1", "o-1", 4990).body()).isEqualTo(first.get().body());
  }

  @Test
  void hasOneEffectForManyRequestsAtOnce() {
    gateways.faults().set("latency=20ms");
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 200)
            .mapToObj(i ->
                client.postAsync(
                    Endpoint.CHARGES, "k" + i % 4, Requests.chargeBody("o-" + i % 4, 4990)))
            .toList();

    List<HttpResponse<String>> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers)
        .allMatch(answer ->
            answer.statusCode() == 200
                || (answer.statusCode() == 409 && answer.body().contains("request_in_flight")));
    assertThat(
            answers.stream().filter(a -> a.statusCode() == 200).map(HttpResponse::body).distinct())
        .as("one stored result for each key")
        .hasSize(4);
    assertThat(effects()).hasSize(4).containsOnly(Effect.CAPTURE);
  }

  @Test
  void wantsTheTokenItWasGiven() throws IOException {
    stop();
    start(options().withToken("s3cret"));

    assertProblem(client.charge("k1", "o-1", 4990), 401, "unauthorized");
    assertProblem(client.send(withToken("Bearer other")), 401, "unauthorized");
    assertThat(client.send(withToken("Bearer s3cret")).statusCode()).isEqualTo(200);
    assertThat(options().withToken("s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void speaksHttp2WithoutTls() {
    try (TestClient http2 = new TestClient(gateways.url(), HttpClient.Version.HTTP_2)) {
      http2.query(Endpoint.CHARGE_QUERY, "upgrade");
      HttpResponse<String> charge = http2.charge("k1", "o-1", 4990);
      assertThat(charge.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(charge.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void writesTheLineBeforeItAnswers() throws IOException {
    for (int i = 1; i <= 20; i++) {
      client.charge("k" + i, "o-" + i, 4990);
      assertThat(Files.readAllLines(gateways.ledger())).hasSize(i);
    }
    assertThat(gateways.ledgerEntries()).isEqualTo(20);
  }

  @Test
  void servesItsLedger() throws IOException {
    assertThat(client.get("/ledger").body()).isEmpty();
    client.charge("k1", "o-1", 4990);

    HttpResponse<String> ledger = client.get("/ledger");

    assertThat(ledger.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(ledger.body()).isEqualTo(Files.readString(gateways.ledger()));
    assertThat(LedgerJson.read(ledger.body().strip()).effect()).isEqualTo(Effect.CAPTURE);
  }

  @Test
  void remembersAcrossARestartEvenWithATornLine() throws IOException {
    String charge = client.charge("k1", "o-1", 4990).body();
    String refund = client.refund("r2", "o-2", "k2", 100).body();
    stop();
    Files.writeString(
        directory.resolve("ledger.ndjson"), "{\"seq\":3,\"at\":", StandardOpenOption.APPEND);

    start(options());

    assertThat(client.charge("k1", "o-1", 4990).body()).isEqualTo(charge);
    assertProblem(client.charge("k1", "o-1", 4991), 422, "idempotency_key_reused");
    assertThat(client.refund("r2", "o-2", "k2", 100).body()).isEqualTo(refund);
    assertProblem(client.charge("k2", "o-2", 100), 410, "key_barred");
    assertThat(client.refund("r1", "o-1", "k1", 4990).body()).contains("rf_3", "\"REFUNDED\"");
    assertThat(effects()).containsExactly(Effect.CAPTURE, Effect.BAR, Effect.REFUND);
  }

  @Test
  void refusesConnectionsWhileItDoesNotListen() throws IOException {
    int port = gateways.port();
    client.charge("k1", "o-1", 4990);

    gateways.stopListening();
    assertThatThrownBy(() -> client.sendOrFail(client.request("/ledger").build()))
        .isInstanceOf(ConnectException.class);

    gateways.startListening();
    assertThat(gateways.port()).isEqualTo(port);
    assertThat(client.charge("k1", "o-1", 4990).body()).contains("tx_1");
  }

  @Test
  void countsCallsByEndpoint() {
    client.charge("k1", "o-1", 4990);
    client.charge("k1", "o-1", 4990);
    client.query(Endpoint.CHARGE_QUERY, "k1");

    assertThat(gateways.calls().of(Endpoint.CHARGES)).isEqualTo(2);
    assertThat(gateways.calls().of(Endpoint.CHARGE_QUERY)).isEqualTo(1);
    assertThat(gateways.calls().total()).isEqualTo(3);
  }

  @Test
  void saysWhyItCannotStart() {
    assertThatThrownBy(() -> SimulatedGateways.start(options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is in use");
    GatewayOptions samePort =
        GatewayOptions.of(
            gateways.port(), directory.resolve("other"), Clock.systemUTC(), new Random(1));
    assertThatThrownBy(() -> SimulatedGateways.start(samePort))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + gateways.port());
  }

  private void start(GatewayOptions options) throws IOException {
    gateways = SimulatedGateways.start(options);
    client = new TestClient(gateways);
  }

  private GatewayOptions options() {
    return GatewayOptions.of(
        0, directory.resolve("ledger.ndjson"), Clock.systemUTC(), new Random(1));
  }

  private HttpResponse<String> release(String key, String orderId, String reservationKey) {
    return client.post(
        Endpoint.RELEASES, key, Requests.releaseBody(orderId, reservationKey, "SKU-1", 2));
  }

  private HttpResponse<String> chargeWith(String key, String paymentMethodId) {
    return client.post(Endpoint.CHARGES, key, Requests.chargeBody("o-1", 4990, paymentMethodId));
  }

  private HttpRequest withToken(String authorization) {
    return client
        .posting(Endpoint.CHARGES, "k1", Requests.chargeBody("o-1", 4990))
        .header("Authorization", authorization)
        .build();
  }

  private void awaitCalls(Endpoint endpoint, long calls) {
    await().until(() -> gateways.calls().of(endpoint) >= calls);
  }

  private List<Effect> effects() {
    return client
        .get("/ledger")
        .body()
        .lines()
        .map(LedgerJson::read)
        .map(LedgerEntry::effect)
        .toList();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }
}
