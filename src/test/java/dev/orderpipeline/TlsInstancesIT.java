package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.TestCertificate;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Two instances that speak TLS, each with a certificate of its own, and ask each other.
class TlsInstancesIT {

  private static final int ORDERS = 16;
  private static final int PARTITIONS = 4;

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static List<TestCertificate> certificates;

  @BeforeAll
  static void start() {
    certificates = List.of(TestCertificate.create(), TestCertificate.create());
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whoTrustsTheOtherAnswersForIt() throws IOException {
    Path both =
        Files.writeString(
            dir.resolve("both.pem"),
            Files.readString(certificates.get(0).pem())
                + Files.readString(certificates.get(1).pem()));
    try (World world = new World(broker, dir, "trusting", PARTITIONS);
        Service first = service(world, 0, Map.of("http.tls.trusted", both.toString()));
        Service second = service(world, 1, Map.of("http.tls.trusted", both.toString()));
        Client one = new Client(certificates.get(0).trusting());
        Client other = new Client(certificates.get(1).trusting())) {
      placeAndAwait(world, one, first);
      Set<String> owners = new HashSet<>();
      for (int i = 0; i < ORDERS; i++) {
        Reply here = one.get(first.url(), "/orders/o-" + i);
        Reply there = other.get(second.url(), "/orders/o-" + i);
        assertThat(here.status()).as(here.response().body()).isEqualTo(200);
        assertThat(here.json().path("source").asText()).isEqualTo("owner");
        assertThat(there.json().path("snapshot")).isEqualTo(here.json().path("snapshot"));
        assertThat(there.json().path("owner")).isEqualTo(here.json().path("owner"));
        owners.add(here.json().path("owner").asText());
      }
      assertThat(owners).containsExactlyInAnyOrder(address(first), address(second));
      JsonNode page = other.get(second.url(), "/orders?state=COMPLETED").json();
      assertThat(page.path("complete").asBoolean()).as(page.toString()).isTrue();
      assertThat(page.path("orders")).hasSize(ORDERS);
    }
  }

  @Test
  void whoDoesNotTrustTheOtherSaysSoAndMakesNothingUp() throws IOException {
    ListAppender<ILoggingEvent> log = listen();
    try (World world = new World(broker, dir, "strange", PARTITIONS);
        Service first = service(world, 0, Map.of());
        Service second = service(world, 1, Map.of());
        Client client = new Client(certificates.get(0).trusting())) {
      placeAndAwait(world, client, first);
      String stranger = address(second);
      int refused = 0;
      for (int i = 0; i < ORDERS && refused < 2; i++) {
        Reply reply = client.get(first.url(), "/orders/o-" + i);
        if (reply.status() == 200) {
          assertThat(reply.json().path("owner").asText()).isEqualTo(address(first));
          continue;
        }
        refused++;
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("owner_unavailable");
        assertThat(reply.json().path("detail").asText())
            .contains(stranger, "certificate", "http.tls.trusted");
      }
      assertThat(refused).isEqualTo(2);
      JsonNode page = client.get(first.url(), "/orders?state=COMPLETED").json();
      assertThat(page.path("complete").asBoolean()).isFalse();
      assertThat(page.path("missing").get(0).asText()).isEqualTo(stranger);
      assertThat(log.list.stream().filter(event -> event.getLevel() == Level.WARN))
          .as("once, not for every question")
          .hasSize(1)
          .first()
          .asString()
          .contains(stranger, "http.tls.trusted");
    } finally {
      ((Logger) LoggerFactory.getLogger("dev.orderpipeline.http")).detachAppender(log);
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    ((Logger) LoggerFactory.getLogger("dev.orderpipeline.http")).addAppender(appender);
    return appender;
  }

  private static void placeAndAwait(World world, Client client, Service service) {
    for (int i = 0; i < ORDERS; i++) {
      world.place("o-" + i);
    }
    world.awaitOutcomes(ORDERS);
    Awaitility.await()
        .atMost(World.PATIENCE)
        .until(() -> {
          JsonNode instances = client.get(service.url(), "/topology").json().path("instances");
          List<Integer> sizes = new ArrayList<>();
          instances.forEach(instance -> sizes.add(instance.path("partitions").size()));
          return sizes.equals(List.of(PARTITIONS / 2, PARTITIONS / 2));
        });
  }

  private static String address(Service service) {
    return URI.create(service.url()).getAuthority();
  }

  private static Service service(World world, int number, Map<String, String> more)
      throws IOException {
    Map<String, String> http =
        new HashMap<>(
            Map.of(
                "http.admin-token", "token-for-tests-0123456789",
                "http.tls.certificate", certificates.get(number).pem().toString(),
                "http.tls.key", certificates.get(number).keyPem().toString()));
    http.putAll(more);
    Service service =
        new Service(
            World.numbered(world.settings(), number, 0),
            HttpServer.settings(http),
            PipelineEvents.NONE,
            CallListener.NONE);
    service.start();
    return service;
  }
}
