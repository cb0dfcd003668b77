package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.TestCertificate;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.telemetry.Scrape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The API of a running service, on a real broker. Every answer is held against the OpenAPI
/// document.
class ApiIT extends ApiContract {

  private static final String TOKEN = "token-for-tests-0123456789";
  private static final String[] ADMIN = {"Authorization", "Bearer " + TOKEN};

  @Test
  void anOrderIsPlacedFoundAndExplained() throws IOException {
    try (World world = new World(broker, dir, "place", 2);
        Service service = service(world, Map.of())) {
      String order = World.order("o-1", "pm_1", "SKU-1");
      String trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
      Reply placed = client.post(service.url(), "/orders", order, "traceparent", trace);
      assertThat(placed.status()).isEqualTo(202);
      assertThat(placed.header("location")).isEqualTo("/orders/o-1");

      Reply done = client.get(service.url(), "/orders/o-1?waitFor=COMPLETED,FAILED&timeout=60s");
      assertThat(done.status()).isEqualTo(200);
      JsonNode json = done.json();
      assertThat(json.path("state").asText()).isEqualTo("COMPLETED");
      assertThat(json.path("source").asText()).isEqualTo("owner");
      assertThat(json.path("version").asInt()).isEqualTo(4);
      assertThat(json.path("traceId").asText()).isEqualTo("0123456789abcdef0123456789abcdef");
      assertThat(json.path("transitions")).hasSize(4);
      assertThat(json.path("transitions").get(3).path("cause").asText())
          .isEqualTo("reserve confirmed");
      JsonNode call = json.path("steps").get(0).path("log").get(0);
      assertThat(call.path("class").asText()).isEqualTo("CONFIRMED");
      assertThat(call.path("breaker").asText()).isEqualTo("closed");
      assertThat(Instant.parse(call.path("at").asText()))
          .isBeforeOrEqualTo(Instant.parse(call.path("endedAt").asText()));
      assertThat(json.path("steps").get(0).path("key").asText())
          .isEqualTo(world.ledger(Effect.CAPTURE).getFirst().key());
      assertThat(json.path("money").path("captured").asLong()).isEqualTo(4990);
      assertThat(json.path("money").path("held").asLong()).isEqualTo(4990);
      assertThat(json.path("snapshot").path("order").path("customerId").asText()).isEqualTo("c-1");

      Reply again = client.post(service.url(), "/orders", order.replace(",", ", "));
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.json().path("state").asText()).isEqualTo("COMPLETED");
      Reply other = client.post(service.url(), "/orders", World.order("o-1", "pm_2", "SKU-1"));
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.code()).isEqualTo("conflicting_duplicate");
      assertThat(client.get(service.url(), "/orders/o-1").json().path("version").asInt())
          .isEqualTo(4);
      assertThat(client.get(service.url(), "/orders/no-such").status()).isEqualTo(404);
      // Neither the repeated nor the contradicting one came into the topic.
      assertThat(world.read(world.topics().placed())).hasSize(1);
    }
  }

  @Test
  void whatIsWrongWithAnOrderIsNamed() throws IOException {
    try (World world = new World(broker, dir, "invalid", 1);
        Service service = service(world, Map.of())) {
      String good = World.order("o-1", "pm_1", "SKU-1");
      Map<String, String> wrong = new HashMap<>();
      wrong.put(good.replace("4990", "0"), "amount.value");
      wrong.put(good.replace("4990", "1.5"), "amount.value");
      wrong.put(good.replace("EUR", "XXZ"), "amount.currency");
      wrong.put(good.replace("o-1", "no spaces"), "orderId");
      wrong.put(good.replace("\"quantity\":2", "\"quantity\":0"), "items[0].quantity");
      wrong.put(good.replace("\"customerId\":\"c-1\",", ""), "customerId");
      wrong.put(good.replace("\"customerId\":\"c-1\"", "\"customerId\":7"), "customerId");
      wrong.put("{\"orderId\":", "JSON");
      wrong.put("[]", "object");
      wrong.put("[".repeat(50_000) + "]".repeat(50_000), "nested");
      wrong.put(good.replace("{\"orderId\"", "{\"orderId\":\"o-2\",\"orderId\""), "JSON");
      wrong.forEach((body, field) -> {
        Reply reply = client.post(service.url(), "/orders", body);
        assertThat(reply.status())
            .as(body.substring(0, Math.min(80, body.length())))
            .isEqualTo(400);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("detail").asText()).contains(field);
        assertThat(reply.code()).isNotEmpty();
      });
      assertThat(client.post(service.url(), "/orders", "").status()).isEqualTo(400);
      assertThat(client.post(service.url(), "/orders", good, "Content-Type", "text/plain").status())
          .isEqualTo(415);
      for (String query :
          List.of(
              "?state=NONE", "?limit=0", "?limit=x", "?olderThan=old", "?cursor=%20", "?state=")) {
        assertThat(client.get(service.url(), "/orders" + query).status()).as(query).isEqualTo(400);
      }
      assertThat(client.get(service.url(), "/orders/o-1?waitFor=DONE").status()).isEqualTo(400);
      assertThat(client.get(service.url(), "/orders/o-1?waitFor=FAILED&timeout=61s").status())
          .isEqualTo(400);
      assertThat(client.get(service.url(), "/no-such").status()).isEqualTo(404);
      assertThat(client.send("PUT", service.url(), "/orders", "{}").status()).isEqualTo(405);
      assertThat(world.read(world.topics().placed())).isEmpty();
    }
  }

  @Test
  void moreThanTheBucketHoldsIsToldToComeAgain() throws IOException {
    try (World world = new World(broker, dir, "bucket", 1);
        Service service = service(world, Map.of("http.rate", "1", "http.burst", "3"))) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Reply reply = client.post(service.url(), "/orders", World.order("o-" + i, "pm_1", "SKU-1"));
        statuses.add(reply.status());
        if (reply.status() == 429) {
          assertThat(reply.header("retry-after")).isEqualTo("1");
          assertThat(reply.code()).isEqualTo("rate_limited");
        }
      }
      assertThat(statuses).containsOnly(202, 429).contains(429);
      assertThat(client.get(service.url(), "/health/live").status()).isEqualTo(200);
      long accepted = statuses.stream().filter(status -> status == 202).count();
      world.awaitOutcomes((int) accepted);
      assertThat(world.outcomes()).hasSize((int) accepted);
    }
  }

  @Test
  void anOrderWaitsToBeCancelledByWhoeverMay() throws IOException {
    try (World world = new World(broker, dir, "cancel", 1);
        Service service = service(world, Map.of("http.admin-token", TOKEN))) {
      world.gateways().faults().set("payments.hang=1");
      client.post(service.url(), "/orders", World.order("o-1", "pm_1", "SKU-1"));
      Reply charging = client.get(service.url(), "/orders/o-1?waitFor=CHARGING&timeout=60s");
      assertThat(charging.json().path("state").asText()).isEqualTo("CHARGING");
      assertThat(charging.json().path("nextWakeUp").asText()).isNotEmpty();
      assertThat(charging.json().path("money").path("certain").asBoolean()).isFalse();
      assertThat(charging.json().path("steps").get(0).path("breaker").path("breaker").asText())
          .isEqualTo("closed");
      Reply listed = client.get(service.url(), "/orders?state=CHARGING");
      assertThat(listed.json().path("orders").get(0).path("orderId").asText()).isEqualTo("o-1");
      assertThat(listed.json().path("complete").asBoolean()).isTrue();

      String cancel = "{\"by\":\"ops\",\"reason\":\"customer called\"}";
      assertThat(client.post(service.url(), "/orders/o-1/cancel", cancel).status()).isEqualTo(401);
      assertThat(client.post(service.url(), "/orders/o-1/cancel", "{}", ADMIN).status())
          .isEqualTo(400);
      assertThat(client.post(service.url(), "/orders/none/cancel", cancel, ADMIN).status())
          .isEqualTo(404);
      assertThat(client.post(service.url(), "/orders/o-1/cancel", cancel, ADMIN).status())
          .isEqualTo(202);
      Reply compensating =
          client.get(service.url(), "/orders/o-1?waitFor=COMPENSATING,FAILED&timeout=60s");
      assertThat(compensating.json().path("failure").path("code").asText()).isEqualTo("cancelled");
      world.gateways().faults().clear();
      Reply failed = client.get(service.url(), "/orders/o-1?waitFor=FAILED&timeout=60s");
      assertThat(failed.json().path("state").asText()).isEqualTo("FAILED");
      assertThat(failed.json().path("money").path("held").asLong()).isZero();
      assertThat(failed.json().path("money").path("certain").asBoolean()).isTrue();
      assertThat(client.post(service.url(), "/orders/o-1/cancel", cancel, ADMIN).status())
          .isEqualTo(409);
      assertThat(
              client
                  .get(service.url(), "/orders?state=FAILED")
                  .json()
                  .path("orders")
                  .get(0)
                  .path("failure")
                  .asText())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void rightsAreSeparateAndWrongTokensAreCounted() throws IOException {
    String read = "token-for-reading-0123456789";
    String place = "token-for-placing-0123456789";
    Map<String, String> settings =
        Map.of("http.admin-token", TOKEN, "http.read-token", read, "http.place-token", place);
    try (World world = new World(broker, dir, "rights", 1);
        Service service = service(world, settings)) {
      String order = World.order("o-1", "pm_1", "SKU-1");
      String[] reader = {"Authorization", "Bearer " + read};
      String[] placer = {"authorization", "bearer " + place};
      assertThat(client.get(service.url(), "/gateways").status()).isEqualTo(401);
      assertThat(client.get(service.url(), "/gateways", reader).status()).isEqualTo(200);
      assertThat(client.get(service.url(), "/gateways", placer).status()).isEqualTo(403);
      assertThat(client.get(service.url(), "/dead-letters").status()).isEqualTo(401);
      assertThat(client.get(service.url(), "/console/events").status()).isEqualTo(401);
      assertThat(client.get(service.url(), "/console/events", placer).status()).isEqualTo(403);
      assertThat(client.get(service.url(), "/internal/console", ADMIN).status()).isEqualTo(401);
      assertThat(client.get(service.url(), "/gateways", ADMIN).status()).isEqualTo(200);
      assertThat(client.post(service.url(), "/orders", order, reader).status()).isEqualTo(403);
      assertThat(client.post(service.url(), "/orders", order, placer).status()).isEqualTo(202);
      assertThat(
              client.post(service.url(), "/orders/o-1/cancel", "{\"by\":\"x\"}", reader).status())
          .isEqualTo(403);
      assertThat(client.get(service.url(), "/health/ready").status()).isIn(200, 503);
      assertThat(client.get(service.url(), "/internal/orders/o-1", ADMIN).status()).isEqualTo(401);
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        Reply reply = client.get(service.url(), "/topology", "Authorization", "Bearer guess-" + i);
        statuses.add(reply.status());
      }
      assertThat(statuses).startsWith(401).endsWith(429).containsOnly(401, 429);
      Reply barred = client.get(service.url(), "/topology", reader);
      assertThat(barred.status()).isEqualTo(429);
      assertThat(barred.header("retry-after")).isNotEmpty();
      assertThat(client.get(service.url(), "/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsMeasuredIsToldToThoseWhoMayRead() throws IOException {
    String[] reader = {"Authorization", "Bearer reader-for-tests-0123456789"};
    Map<String, String> guarded =
        Map.of("http.admin-token", TOKEN, "http.read-token", "reader-for-tests-0123456789");
    try (World world = new World(broker, dir, "measured", 2);
        Service service = service(world, guarded)) {
      assertThat(client.get(service.url(), "/metrics").status()).isEqualTo(401);
      world.place("o-1");
      world.place("o-1");
      world.place("o-2", "not JSON");
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> {
            Reply reply = client.get(service.url(), "/metrics", reader);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-type")).startsWith("text/plain; version=0.0.4");
            Scrape scrape = Scrape.of(reply.response().body());
            assertThat(
                    scrape.value("pipeline_order_duration_seconds_count", "outcome", "completed"))
                .isEqualTo(1);
            assertThat(
                    scrape.value(
                        "pipeline_transition_duration_seconds_count",
                        "from",
                        "charging",
                        "to",
                        "reserving"))
                .isEqualTo(1);
            assertThat(scrape.value("pipeline_duplicates_total")).isEqualTo(1);
            assertThat(scrape.value("pipeline_dead_letters_total", "reason", "not_json"))
                .isEqualTo(1);
            assertThat(scrape.value("pipeline_commit_duration_seconds_count")).isPositive();
            assertThat(scrape.value("pipeline_input_lag_records")).isZero();
            assertThat(scrape.families()).containsKey("kafka_stream_alive_stream_threads");
            assertThat(scrape.families()).containsKey("jvm_memory_used_bytes");
          });
    }
  }

  @Test
  void nothingIsMeasuredIfNobodyWantsIt() throws IOException {
    try (World world = new World(broker, dir, "unmeasured", 1);
        Service service = service(world, Map.of("http.metrics", "false"))) {
      Reply reply = client.get(service.url(), "/metrics");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("metrics_disabled");
      world.place("o-1");
      world.awaitOutcomes(1);
    }
  }

  @Test
  void statusPagesAreThereAndTellBrowsersToKeepOut() throws IOException {
    try (World world = new World(broker, dir, "status", 3);
        Service service = service(world, Map.of())) {
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> client.get(service.url(), "/health/ready").status() == 200);
      Reply gateways = client.get(service.url(), "/gateways");
      assertThat(gateways.json()).hasSize(4);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              client
                      .get(service.url(), "/topology")
                      .json()
                      .path("instances")
                      .path(0)
                      .path("partitions")
                      .size()
                  == 3);
      assertThat(client.get(service.url(), "/overview").json().path("states")).hasSize(5);
      Reply document = client.get(service.url(), "/openapi.yaml");
      assertThat(document.response().body()).startsWith("openapi: 3.1.0");
      for (Reply reply : List.of(gateways, document, client.get(service.url(), "/nothing"))) {
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("x-frame-options")).isEqualTo("DENY");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
      }
      // A page elsewhere that has the browser come under a name of its own.
      assertThat(raw(service, "GET /gateways HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
          .startsWith("HTTP/1.1 403");
      // Without a token nobody may change anything, not even here.
      assertThat(client.post(service.url(), "/orders/o-1/cancel", "{\"by\":\"ops\"}").code())
          .isEqualTo("operations_disabled");
    }
  }

  @Test
  void deadLettersAreListedByTheirHeaders() throws IOException {
    try (World world = new World(broker, dir, "letters", 2);
        Service service = service(world, Map.of())) {
      assertThat(client.get(service.url(), "/dead-letters").json().path("deadLetters")).isEmpty();
      for (int i = 0; i < 5; i++) {
        world.place("bad-" + i, "{\"card\":\"4111-1111\"");
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              client.get(service.url(), "/dead-letters").json().path("deadLetters").size() == 5);
      Reply listed = client.get(service.url(), "/dead-letters?limit=2");
      assertThat(listed.json().path("deadLetters")).hasSize(2);
      assertThat(listed.json().path("more").asBoolean()).isTrue();
      JsonNode letter = listed.json().path("deadLetters").get(0);
      assertThat(letter.path("reason").asText()).isEqualTo("not_json");
      assertThat(letter.path("key").asText()).startsWith("bad-");
      assertThat(letter.path("source").path("topic").asText()).isEqualTo(world.topics().placed());
      assertThat(listed.response().body()).doesNotContain("4111");
      assertThat(client.get(service.url(), "/dead-letters?limit=0").status()).isEqualTo(400);
      assertThat(client.get(service.url(), "/dead-letters?limit=201").status()).isEqualTo(400);
    }
  }

  @Test
  void pagesOfAListingCoverEveryOrderOnce() throws IOException {
    try (World world = new World(broker, dir, "pages", 3);
        Service service = service(world, Map.of())) {
      for (int i = 0; i < 57; i++) {
        world.place("o-" + i, World.order("o-" + i, i % 3 == 0 ? "pm_declined" : "pm_1", "SKU-1"));
      }
      world.awaitOutcomes(57);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> client.get(service.url(), "/orders").json().path("complete").asBoolean());
      assertThat(all(service, "state=COMPLETED,FAILED&limit=10"))
          .hasSize(57)
          .doesNotHaveDuplicates();
      assertThat(all(service, "state=FAILED&limit=7")).hasSize(19).isSorted();
      assertThat(all(service, "state=FAILED&olderThan=1h")).isEmpty();
      assertThat(all(service, "limit=10")).isEmpty();
    }
  }

  private List<String> all(Service service, String query) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    // Bounded: a cursor that does not move would go on for ever.
    for (int page = 0; page < 50; page++) {
      JsonNode json = client.get(service.url(), "/orders?" + query + cursor).json();
      json.path("orders").forEach(order -> ids.add(order.path("orderId").asText()));
      if (!json.has("nextCursor")) {
        return ids;
      }
      cursor = "&cursor=" + json.path("nextCursor").asText();
    }
    throw new AssertionError("the listing does not end");
  }

  @Test
  void aHeldRequestEndsWithWhatThereIsWhenItsTimeIsOver() throws IOException {
    try (World world = new World(broker, dir, "held", 1);
        Service service = service(world, Map.of())) {
      world.gateways().faults().set("payments.hang=1");
      CompletableFuture<Reply> early =
          CompletableFuture.supplyAsync(
              () -> client.get(service.url(), "/orders/o-1?waitFor=CHARGING&timeout=60s"));
      client.post(service.url(), "/orders", World.order("o-1", "pm_1", "SKU-1"));
      assertThat(early.join().json().path("state").asText()).isEqualTo("CHARGING");
      Reply over = client.get(service.url(), "/orders/o-1?waitFor=COMPLETED&timeout=300ms");
      assertThat(over.status()).isEqualTo(200);
      assertThat(over.json().path("state").asText()).isEqualTo("CHARGING");
      assertThat(client.get(service.url(), "/orders/x?waitFor=FAILED&timeout=100ms").status())
          .isEqualTo(404);
    }
  }

  @Test
  void hostileClientsHarmNobody() throws Exception {
    try (World world = new World(broker, dir, "hostile", 1);
        Service service = service(world, Map.of())) {
      Reply huge = client.post(service.url(), "/orders", "{\"x\":\"" + "y".repeat(2 << 20) + "\"}");
      assertThat(huge.status()).isEqualTo(413);
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Socket socket = connect(service);
        socket.getOutputStream().write((post(100) + "{").getBytes(UTF_8));
        slow.add(socket);
      }
      for (int i = 0; i < 50; i++) {
        try (Socket gone = connect(service)) {
          gone.getOutputStream().write((post(500) + "{\"orderId\":").getBytes(UTF_8));
        }
        try (Socket waits = connect(service)) {
          waits
              .getOutputStream()
              .write(
                  "GET /orders/x?waitFor=FAILED&timeout=60s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                      .getBytes(UTF_8));
        }
      }
      assertThat(raw(service, "GARBAGE\r\n\r\n")).matches("(?s)HTTP/1.[01] 400 .*");
      assertThat(
              raw(service, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .matches("(?s)HTTP/1.[01] 414 .*");
      assertThat(
              raw(
                  service,
                  "GET /gateways HTTP/1.1\r\nHost: localhost\r\nX: "
                      + "x".repeat(40_000)
                      + "\r\n\r\n"))
          .matches("(?s)HTTP/1.[01] 431 .*");
      StringBuilder pipelined = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        String order = World.order("p-" + i, "pm_1", "SKU-1");
        pipelined.append(post(order.length())).append(order);
      }
      pipelined.append("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      String answers = raw(service, pipelined.toString());
      assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(201);
      world.awaitOutcomes(200);
      // The slow ones are told so, and the connection ends.
      for (Socket socket : slow) {
        socket.setSoTimeout(60_000);
        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
            .startsWith("HTTP/1.1 408")
            .contains("too_slow");
        socket.close();
      }
      client.post(service.url(), "/orders", World.order("after", "pm_1", "SKU-1"));
      assertThat(
              client
                  .get(service.url(), "/orders/after?waitFor=COMPLETED&timeout=60s")
                  .json()
                  .path("state")
                  .asText())
          .isEqualTo("COMPLETED");
    }
  }

  @Test
  void withoutKafkaOrdersAreRefusedAndToldToComeAgain() throws IOException {
    EmbeddedBroker own = EmbeddedBroker.start(dir.resolve("own-broker"));
    boolean closed = false;
    try (World world = new World(own, dir, "outage", 1);
        Service service = service(world, Map.of())) {
      assertThat(
              client.post(service.url(), "/orders", World.order("o-1", "pm_1", "SKU-1")).status())
          .isEqualTo(202);
      // What cannot start without Kafka ends; what runs waits for it.
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> client.get(service.url(), "/health/ready").status() == 200);
      own.close();
      closed = true;
      for (int i = 2; i < 12; i++) {
        Reply refused =
            client.post(service.url(), "/orders", World.order("o-" + i, "pm_1", "SKU-1"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("kafka_unavailable");
        assertThat(refused.header("retry-after")).isEqualTo("1");
      }
      assertThat(client.get(service.url(), "/dead-letters").code()).isEqualTo("kafka_unavailable");
      assertThat(client.get(service.url(), "/health/live").status()).isEqualTo(200);
    } finally {
      if (!closed) {
        own.close();
      }
    }
  }

  @Test
  void speaksTlsByConfiguration() throws Exception {
    TestCertificate certificate = TestCertificate.create();
    Map<String, String> tls =
        Map.of(
            "http.tls.certificate", certificate.pem().toString(),
            "http.tls.key", certificate.keyPem().toString());
    try (World world = new World(broker, dir, "tls", 1);
        Service service = service(world, tls);
        Client secure = new Client(certificate.trusting())) {
      assertThat(service.url()).startsWith("https://");
      Reply live = secure.get(service.url(), "/health/live");
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.header("strict-transport-security")).isNotEmpty();
      assertThat(
              secure.post(service.url(), "/orders", World.order("o-1", "pm_1", "SKU-1")).status())
          .isEqualTo(202);
      Reply done = secure.get(service.url(), "/orders/o-1?waitFor=COMPLETED&timeout=60s");
      assertThat(done.json().path("state").asText()).isEqualTo("COMPLETED");
    }
  }

  private static String post(int length) {
    return "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static Socket connect(Service service) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(service.url()).getPort());
  }

  /// Sends bytes as they are; the first answer, or all until the other side closes.
  private static String raw(Service service, String request) throws IOException {
    try (Socket socket = connect(service)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> {
            try {
              out.write(request.getBytes(UTF_8));
            } catch (IOException closed) {
              // The answer tells.
            }
          });
      InputStream in = socket.getInputStream();
      StringBuilder all = new StringBuilder();
      byte[] buffer = new byte[64 * 1024];
      boolean untilClosed = request.contains("Connection: close");
      int read = in.read(buffer);
      while (read > 0) {
        all.append(new String(buffer, 0, read, UTF_8));
        read = untilClosed ? in.read(buffer) : -1;
      }
      sent.orTimeout(60, TimeUnit.SECONDS).join();
      return all.toString();
    }
  }

  private static Service service(World world, Map<String, String> http) throws IOException {
    Service service =
        new Service(
            world.settings(), HttpServer.settings(http), PipelineEvents.NONE, CallListener.NONE);
    service.start();
    return service;
  }
}
