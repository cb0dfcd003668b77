package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.Service;
import dev.orderpipeline.World;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.TestCertificate;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `order` and `orders` with `--url`: asked of a running service, over TLS and with a token.
class OrdersOfAServiceIT {

  /// More than one page of the listing holds.
  private static final int ORDERS = 1_050;

  private static final int DECLINED = 7;
  private static final String TOKEN = "token-for-reading-0123456789";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static World world;
  private static Service service;
  private static TestCertificate certificate;

  @BeforeAll
  static void start() throws IOException {
    certificate = TestCertificate.create();
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    world = new World(broker, dir, "asked", 3);
    service =
        new Service(
            world.settings(),
            HttpServer.settings(
                Map.of(
                    "http.tls.certificate", certificate.pem().toString(),
                    "http.tls.key", certificate.keyPem().toString(),
                    "http.read-token", TOKEN)),
            PipelineEvents.NONE,
            CallListener.NONE);
    service.start();
    for (int i = 0; i < ORDERS; i++) {
      String id = "o-%04d".formatted(i);
      world.place(id, World.order(id, i < DECLINED ? "pm_declined" : "pm_1", "SKU-1"));
    }
    Awaitility.await()
        .atMost(World.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          CommandRun run = ask("orders", "--state", "COMPLETED,FAILED", "--limit", "2000");
          assertThat(run.exitCode()).as(run.err()).isZero();
          assertThat(run.out().lines()).hasSize(ORDERS);
        });
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
    world.close();
    broker.close();
  }

  @Test
  void anOrderIsExplained() {
    CommandRun run = ask("order", "o-0000");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("order o-0000: FAILED, card_declined")
        .contains("(owner)", "money", "charge-", "v1 VALIDATING");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aProgramGetsWhatTheServiceSaid() throws IOException {
    JsonNode order = JSON.readTree(ask("order", "o-0042", "--json").out());
    assertThat(order.path("orderId").asText()).isEqualTo("o-0042");
    assertThat(order.path("state").asText()).isEqualTo("COMPLETED");
    assertThat(order.path("source").asText()).isEqualTo("owner");
    assertThat(order.path("transitions")).hasSize(4);
    JsonNode failed = JSON.readTree(ask("orders", "--state", "FAILED", "--json").out());
    assertThat(failed).hasSize(DECLINED);
    assertThat(failed.get(0).path("failure").asText()).isEqualTo("card_declined");
  }

  @Test
  void aListingGoesOverPagesAsFarAsItIsWanted() {
    List<String> all = new ArrayList<>();
    ask("orders", "--state", "COMPLETED", "--limit", "2000")
        .out()
        .lines()
        .forEach(line -> all.add(line.substring(0, 6)));
    assertThat(all).hasSize(ORDERS - DECLINED).doesNotHaveDuplicates().isSorted();
    CommandRun some = ask("orders", "--state", "COMPLETED", "--limit", "1010");
    assertThat(some.out().lines().map(line -> line.substring(0, 6)))
        .containsExactlyElementsOf(all.subList(0, 1_010));
    assertThat(some.err()).contains("1010 order(s)");
    CommandRun none = ask("orders", "--state", "FAILED", "--older-than", "1h");
    assertThat(none.exitCode()).isZero();
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("0 order(s)");
  }

  @Test
  void anUnknownOrderIsToldFromABadId() {
    CommandRun unknown = ask("order", "o-none");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).contains("there is no order o-none (404 not_found)");
    assertThat(ask("order", "../health/live").err()).contains("'../health/live' is no orderId");
  }

  @Test
  void whoeverShowsNoTokenOrAWrongOneIsToldWhereItComesFrom() {
    CommandRun none = with(Map.of(), "order", "o-0042", "--url", service.url(), trust());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("401 token_missing", "ORDER_PIPELINE_HTTP_READ_TOKEN");
    String wrong = "token-for-nobody-0123456789";
    for (String command : List.of("order o-0042", "orders --state FAILED")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--url", service.url(), trust()));
      CommandRun run =
          with(Map.of("ORDER_PIPELINE_HTTP_READ_TOKEN", wrong), words.toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("401 token_wrong").doesNotContain(wrong);
    }
  }

  @Test
  void aCertificateThatIsNotTrustedEndsTheTalk() throws IOException {
    CommandRun untrusting = with(Map.of(), "order", "o-0042", "--url", service.url());
    assertThat(untrusting.exitCode()).isEqualTo(1);
    assertThat(untrusting.err()).contains("certificate", "--trust");
    CommandRun other =
        with(
            Map.of(),
            "order",
            "o-0042",
            "--url",
            service.url(),
            "--trust=" + TestCertificate.create().pem());
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("certificate", "--trust");
    Path garbage = Files.writeString(dir.resolve("garbage.pem"), "none");
    for (Path file : List.of(garbage, dir.resolve("missing.pem"))) {
      CommandRun run = with(Map.of(), "order", "o-0042", "--url", service.url(), "--trust=" + file);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("--trust", file.toString());
    }
  }

  @Test
  void whatIsNoServiceIsSaidToBeNone() {
    String closed = "http://127.0.0.1:" + FreePorts.some(1).getFirst();
    CommandRun nobody = with(Map.of(), "orders", "--url", closed);
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).contains(closed + " does not answer");
    String other = "http://127.0.0.1:" + world.gateways().port();
    CommandRun another = with(Map.of(), "order", "o-0042", "--url", other);
    assertThat(another.exitCode()).isEqualTo(1);
    assertThat(another.err()).contains(other, "404").doesNotContain("there is no order");
    for (String url : List.of("localhost:8080", "ftp://localhost", "http:/localhost", "8080")) {
      CommandRun run = with(Map.of(), "order", "o-0042", "--url", url);
      assertThat(run.exitCode()).as(url).isEqualTo(2);
      assertThat(run.err()).contains("--url", url, "http://localhost:8080");
    }
  }

  @Test
  void whatIsAskedWronglyIsNotAskedAtAll() {
    assertThat(ask("orders", "--limit", "0").exitCode()).isEqualTo(2);
    assertThat(ask("orders", "--state", "GONE").err()).contains("--state", "GONE");
    assertThat(ask("orders", "--older-than", "yesterday").err())
        .contains("--older-than is 'yesterday', write it like 90s, 15m or 2h");
  }

  private static CommandRun ask(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", service.url(), trust()));
    return with(Map.of("ORDER_PIPELINE_HTTP_READ_TOKEN", TOKEN), all.toArray(String[]::new));
  }

  private static String trust() {
    return "--trust=" + certificate.pem();
  }

  private static CommandRun with(Map<String, String> environment, String... words) {
    return CommandRun.with(environment, words);
  }
}
