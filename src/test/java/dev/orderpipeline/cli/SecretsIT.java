package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.World;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only some may know comes neither into the log nor into an answer, whatever goes wrong.
class SecretsIT {

  private static final String ADMIN = "secret-of-the-admin-0123456789";
  private static final String READ = "secret-of-readers-0123456789";
  private static final String PLACE = "secret-of-placers-0123456789";
  private static final List<String> SECRETS =
      List.of(
          ADMIN,
          READ,
          PLACE,
          "secret-of-payments",
          "secret-of-inventory",
          "secret-of-kafka",
          // A token that is mistyped gives most of the right one away.
          ADMIN.replace('9', '8'),
          "guess-");

  /// More than a service can be told to log: what its parts say of themselves, too. At TRACE the
  /// web framework writes down every URL as it came, also one that somebody put a token into.
  private static final String TALKATIVE =
      """
      <configuration>
        <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%logger{0} %msg %kvp %mdc%n%ex</pattern></encoder>
        </appender>
        <logger name="dev.orderpipeline" level="TRACE"/>
        <logger name="io.vertx" level="DEBUG"/>
        <logger name="io.netty" level="DEBUG"/>
        <root level="INFO"><appender-ref ref="all"/></root>
      </configuration>
      """;

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void noneIsToldUnderFailedLoginsAndFailedGateways() throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Dlogback.configurationFile="
                    + Files.writeString(dir.resolve("talkative.xml"), TALKATIVE),
                "ORDER_PIPELINE_HTTP_ADMIN_TOKEN",
                ADMIN,
                "ORDER_PIPELINE_HTTP_READ_TOKEN",
                READ,
                "ORDER_PIPELINE_HTTP_PLACE_TOKEN",
                PLACE,
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_TOKEN",
                "secret-of-payments",
                "ORDER_PIPELINE_GATEWAYS_INVENTORY_TOKEN",
                "secret-of-inventory",
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_RESPONSE_TIMEOUT",
                "300ms",
                "ORDER_PIPELINE_KAFKA_SSL_KEYSTORE_PASSWORD",
                "secret-of-kafka"));
    List<String> told = new ArrayList<>();
    try (World world = new World(broker, dir, "secrets", 2);
        Client client = new Client();
        ServeProcess serve =
            ServeProcess.start(
                broker,
                world,
                "secrets",
                dir.resolve("state"),
                dir.resolve("secrets.log"),
                environment)) {
      String url = serve.url();
      world
          .gateways()
          .faults()
          .set(
              "payments.error=0.2,payments.reset=0.2,payments.garbage=0.2,payments.hang=0.1,payments.unauthorized=0.1");
      for (int i = 0; i < 20; i++) {
        Reply placed =
            client.post(
                url,
                "/orders",
                World.order("o-" + i, "pm_1", "SKU-1"),
                "Authorization",
                "Bearer " + PLACE);
        assertThat(placed.status()).isEqualTo(202);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              client.get(url, "/orders/o-1?waitFor=CHARGING&timeout=1s", bearer(READ)).status()
                  == 200);
      world.place("bad-1", "{\"token\":\"" + PLACE + "\"");
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              client
                  .get(url, "/dead-letters", bearer(READ))
                  .response()
                  .body()
                  .contains("not_json"));
      for (String page :
          List.of(
              "/orders/o-1",
              "/gateways",
              "/overview",
              "/topology",
              "/dead-letters",
              "/health/ready")) {
        assertThat(client.get(url, page, bearer(READ)).status()).as(page).isIn(200, 503);
      }
      client.post(url, "/orders/o-1/cancel", "{\"by\":\"ops\"}", bearer(ADMIN));
      // The right token of another right, one that is mistyped, guesses until the door is shut.
      client.get(url, "/gateways", bearer(PLACE));
      client.get(url, "/gateways", bearer(ADMIN.replace('9', '8')));
      client.get(url, "/gateways?token=" + READ);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> client.get(url, "/gateways", bearer("guess-0123456789")).status() == 429);
      // A process that logs everything it can is slow.
      Awaitility.await()
          .atMost(World.PATIENCE.multipliedBy(3))
          .untilAsserted(() ->
              assertThat(serve.log()).contains("dead letter", "ssl.keystore.password = [hidden]"));
      assertThat(serve.endsWhenAsked()).isTrue();
      told.add(serve.log());
      client
          .replies()
          .forEach(reply -> told.add(reply.response().headers() + reply.response().body()));
    }
    assertThat(told).hasSizeGreaterThan(30);
    for (String text : told) {
      assertThat(text).doesNotContain(SECRETS);
    }
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }
}
