package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.cli.CommandRun;
import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.stream.topics.InternalTopics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Replaying and recovering over HTTP, and what is told of a command to an order. Every answer is
/// held against the OpenAPI document.
class OperationsApiIT extends ApiContract {

  private static final String TOKEN = "token-for-operators-0123456789";
  private static final String[] ADMIN = {"Authorization", "Bearer " + TOKEN};
  private static final String ACT = "{\"by\":\"ops\",\"why\":\"ticket 7\"}";

  @Test
  void whatIsUnknownIsReplayedOnceAndFollowed() throws Exception {
    try (World world = new World(broker, dir, "http-replay", 2)) {
      Pipeline first = world.start();
      place(world, 0, 6);
      world.awaitOutcomes(6);
      first.close();
      place(world, 10, 16);
      world.skipInput(12);
      try (Service service = service(world)) {
        List<LedgerEntry> before = world.ledger();
        assertThat(client.post(service.url(), "/replay", ACT).status()).isEqualTo(401);
        assertThat(client.post(service.url(), "/replay", "{\"by\":\"x\"}", ADMIN).status())
            .isEqualTo(400);
        Reply wrong = client.post(service.url(), "/replay", act("\"offsets\":[\"3:9-1\"]"), ADMIN);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("detail").asText()).contains("ends before it begins");
        assertThat(
                client.post(service.url(), "/replay", act("\"from\":\"yesterday\""), ADMIN).code())
            .isEqualTo("invalid_value");
        assertThat(client.get(service.url(), "/replay/none").status()).isEqualTo(404);

        JsonNode dry = client.post(service.url(), "/replay", act("\"dryRun\":true"), ADMIN).json();
        assertThat(dry.path("counts").path("FINISHED").asInt()).isEqualTo(6);
        assertThat(dry.path("counts").path("RUNS").asInt()).isEqualTo(6);
        assertThat(dry.path("money").path("EUR").asLong()).isEqualTo(6 * 4990);
        assertThat(dry.path("orders")).hasSize(12);
        JsonNode two =
            client
                .post(
                    service.url(),
                    "/replay",
                    act("\"dryRun\":true,\"orderIds\":[\"o-10\",\"o-11\",\"o-0\"]"),
                    ADMIN)
                .json();
        assertThat(two.path("counts").path("RUNS").asInt()).isEqualTo(2);
        assertThat(world.ledger()).isEqualTo(before);

        String slowly = act("\"rate\":1");
        Reply begun = client.post(service.url(), "/replay", slowly, ADMIN);
        assertThat(begun.status()).as(begun.response().body()).isEqualTo(202);
        String run = begun.header("location");
        assertThat(run).isEqualTo("/replay/" + begun.json().path("id").asText());
        Reply meanwhile = client.post(service.url(), "/replay", slowly, ADMIN);
        assertThat(meanwhile.status()).isEqualTo(202);
        Reply other = client.post(service.url(), "/replay", act("\"id\":\"other\""), ADMIN);
        assertThat(other.code()).isEqualTo("busy");
        awaitDone(service, run);
        JsonNode done = client.get(service.url(), run).json();
        assertThat(done.path("published").asInt()).isEqualTo(6);
        assertThat(done.path("total").asInt()).isEqualTo(6);
        assertThat(done.path("by").asText()).isEqualTo("ops");
        assertThat(done.path("why").asText()).isEqualTo("ticket 7");
        world.awaitOutcomes(12);

        Reply again = client.post(service.url(), "/replay", ACT, ADMIN);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("status").asText()).isEqualTo("DONE");
        Reply under = client.post(service.url(), "/replay", act("\"id\":\"once-more\""), ADMIN);
        assertThat(under.status()).isEqualTo(202);
        awaitDone(service, under.header("location"));
        assertThat(world.read(world.topics().placed())).hasSize(18);
        assertThat(world.audit().violations()).isEmpty();
      }
    }
  }

  /// What a replay says first can be read a moment after it was written; who is told of it before
  /// can follow it all the same.
  @Test
  void whoAsksForAReplayWhileItBeginsIsToldOfIt() throws Exception {
    try (World world = new World(broker, dir, "http-twice", 2);
        Service service = service(world);
        Client other = new Client()) {
      String slowly = act("\"id\":\"twice\"");
      CompletableFuture<Reply> one =
          CompletableFuture.supplyAsync(() -> other.post(service.url(), "/replay", slowly, ADMIN));
      List<Reply> meanwhile = new ArrayList<>();
      do {
        meanwhile.add(client.post(service.url(), "/replay", slowly, ADMIN));
        meanwhile.add(client.get(service.url(), "/replay/twice"));
      } while (!one.isDone());
      Reply begun = one.get();
      assertThat(begun.status()).as(begun.response().body()).isEqualTo(202);
      assertThat(meanwhile)
          .allSatisfy(
              reply -> assertThat(reply.status()).as(reply.response().body()).isIn(200, 202));
      awaitDone(service, begun.header("location"));
    }
  }

  @Test
  void aRecoveryThatWasCutShortGoesOn() throws Exception {
    try (World world = new World(broker, dir, "http-recover", 2)) {
      world.gateways().faults().set("inventory.hang=1");
      Pipeline first = world.start();
      place(world, 0, 8);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> world.read(world.topics().reserving()).size() == 8);
      first.close();
      new InternalTopics(world.settings().stream().pipelineId()).all().forEach(world::delete);
      world.deleteState();
      world.gateways().faults().clear();
      // Nobody serves, so it gives up to wait.
      CommandRun begun = CommandRun.in(world, "recover", "--why", "topics deleted", "--wait", "1s");
      assertThat(begun.exitCode()).as(begun.out() + begun.err()).isEqualTo(1);
      assertThat(begun.err()).contains("run recover again");
      try (Service service = service(world)) {
        assertThat(client.post(service.url(), "/recover", ACT).status()).isEqualTo(401);
        JsonNode would =
            client.post(service.url(), "/recover", act("\"dryRun\":true"), ADMIN).json();
        assertThat(would.path("outcome").asText()).isEqualTo("WOULD_BE_DONE");
        assertThat(would.path("survey").path("orders").path("RESUMED").path("RESERVING").asInt())
            .isEqualTo(8);
        assertThat(client.get(service.url(), "/intake").json().path("open").asBoolean()).isFalse();
        Reply goesOn = client.post(service.url(), "/recover", ACT, ADMIN);
        assertThat(goesOn.status()).as(goesOn.response().body()).isEqualTo(202);
        awaitDone(service, goesOn.header("location"));
        Awaitility.await()
            .atMost(World.PATIENCE)
            .until(() -> client.get(service.url(), "/intake").json().path("open").asBoolean());
        world.awaitOutcomes(8);
        Reply nothing = client.post(service.url(), "/recover", ACT, ADMIN);
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.json().path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
        assertThat(client.get(service.url(), "/recover/none").status()).isEqualTo(404);
        assertThat(world.audit().violations()).isEmpty();
      }
    }
  }

  /// To begin one takes a pipeline that does not run.
  @Test
  void whileTheLostPipelineRunsNoRecoveryBegins() throws IOException {
    try (World world = new World(broker, dir, "http-lost", 1);
        Service service = service(world)) {
      place(world, 0, 1);
      world.awaitOutcomes(1);
      String pipeline = world.settings().stream().pipelineId();
      String topics =
          new InternalTopics(pipeline)
              .all().stream()
                  .map(topic -> "\"%s\":\"another\"".formatted(topic))
                  .collect(Collectors.joining(","));
      // As if its topics had been made anew under it.
      world.publish(
          world.topics().operations(),
          "state/" + pipeline,
          "{\"topics\":{%s},\"at\":\"2026-01-01T00:00:00Z\",\"by\":\"one\",\"why\":\"test\"}"
              .formatted(topics));
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> {
            Reply refused = client.post(service.url(), "/recover", ACT, ADMIN);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("pipeline_running");
            assertThat(refused.json().path("detail").asText())
                .contains("stop every instance", "order-pipeline recover");
          });
    }
  }

  @Test
  void whoeverCancelsIsToldWhatBecameOfIt() throws IOException {
    try (World world = new World(broker, dir, "http-cancel", 1);
        Service service = service(world)) {
      String cancel = "{\"by\":\"ops\",\"reason\":\"customer called\"}";
      world.gateways().faults().set("inventory.hang=1");
      place(world, 0, 1);
      awaitState(service, "o-0", "RESERVING");
      assertThat(
              client.post(service.url(), "/orders/o-0/cancel?timeout=61s", cancel, ADMIN).status())
          .isEqualTo(400);
      Reply told = client.post(service.url(), "/orders/o-0/cancel?timeout=30s", cancel, ADMIN);
      assertThat(told.status()).as(told.response().body()).isEqualTo(200);
      assertThat(told.json().path("state").asText()).isIn("COMPENSATING", "FAILED");
      assertThat(told.response().body()).contains("cancelled");
      world.gateways().faults().clear();
      awaitState(service, "o-0", "FAILED");
      assertThat(client.post(service.url(), "/orders/o-0/cancel?timeout=1s", cancel, ADMIN).code())
          .isEqualTo("already_final");

      // Whoever does not ask to wait is told at once.
      world.gateways().faults().set("payments.hang=1");
      place(world, 1, 2);
      awaitState(service, "o-1", "CHARGING");
      Reply asBefore = client.post(service.url(), "/orders/o-1/cancel", cancel, ADMIN);
      assertThat(asBefore.status()).isEqualTo(202);
      assertThat(asBefore.header("location")).isEqualTo("/orders/o-1");
      world.gateways().faults().clear();
      awaitState(service, "o-1", "FAILED");
      assertThat(world.audit().violations()).isEmpty();
    }
  }

  @Test
  void whoeverRedrivesIsToldWhatBecameOfIt() throws IOException {
    try (World world = new World(broker, dir, "http-redrive", 1);
        Service service = service(world)) {
      world.gateways().faults().set("refunds.error=1");
      world.place("stuck", World.order("stuck", "pm_1", "SKU-OUT-1"));
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              client.get(service.url(), "/orders?suspended=true").json().path("orders").size()
                  == 1);
      Reply again = client.post(service.url(), "/orders/stuck/redrive?timeout=50s", ACT, ADMIN);
      assertThat(again.status()).as(again.response().body()).isEqualTo(200);
      assertThat(again.json().path("order").path("suspended").isObject()).isTrue();
      world.gateways().faults().set("refunds.hang=1");
      Reply notYet = client.post(service.url(), "/orders/stuck/redrive?timeout=300ms", ACT, ADMIN);
      assertThat(notYet.status()).isEqualTo(202);
      world.gateways().faults().clear();
      awaitState(service, "stuck", "FAILED");

      world.place("late", "{");
      String[] id = {""};
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> {
            for (JsonNode letter :
                client.get(service.url(), "/dead-letters").json().path("deadLetters")) {
              if (letter.path("reason").asText().equals("not_json")) {
                id[0] = letter.path("id").asText();
              }
            }
            return !id[0].isEmpty();
          });
      Reply noOrder =
          client.post(service.url(), "/dead-letters/" + id[0] + "/redrive?timeout=1s", ACT, ADMIN);
      assertThat(noOrder.status()).isIn(200, 202);
      assertThat(noOrder.json().path("outcomes")).hasSize(1);
    }
  }

  private static String act(String more) {
    return ACT.replace("}", "," + more + "}");
  }

  private void awaitDone(Service service, String run) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() ->
            assertThat(client.get(service.url(), run).json().path("status").asText())
                .isEqualTo("DONE"));
  }

  private void awaitState(Service service, String orderId, String state) {
    String path = "/orders/%s?waitFor=%s&timeout=60s".formatted(orderId, state);
    assertThat(client.get(service.url(), path).json().path("state").asText()).isEqualTo(state);
  }

  private static void place(World world, int from, int to) {
    IntStream.range(from, to).forEach(i -> world.place("o-" + i));
  }

  private static Service service(World world) throws IOException {
    Service service =
        new Service(
            world.settings(),
            HttpServer.settings(Map.of("http.admin-token", TOKEN)),
            PipelineEvents.NONE,
            CallListener.NONE);
    service.start();
    return service;
  }
}
