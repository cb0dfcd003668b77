package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.Pipeline;
import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators do about dead letters and suspended orders, on a running pipeline.
class LettersIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

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

  private static String done(World world, String... args) {
    CommandRun run = CommandRun.in(world, args);
    assertThat(run.exitCode()).as("%s: %s%s", List.of(args), run.out(), run.err()).isZero();
    return run.out();
  }

  private static String refused(World world, String... args) {
    CommandRun run = CommandRun.in(world, args);
    assertThat(run.exitCode()).as("%s: %s%s", List.of(args), run.out(), run.err()).isEqualTo(1);
    return run.out() + run.err();
  }

  private static void assertClean(World world) {
    assertThat(
            done(
                world, "audit", "--expect-quiet", "--ledger", world.gateways().ledger().toString()))
        .contains("audit: clean");
  }

  /// By id.
  private static Map<String, String> statuses(World world) throws IOException {
    Map<String, String> statuses = new HashMap<>();
    JSON.readTree(
            done(
                world,
                "dead-letters",
                "list",
                "--json",
                "--status",
                "open,redriven,resolved,discarded,back_again"))
        .path("deadLetters")
        .forEach(
            letter -> statuses.put(letter.path("id").asText(), letter.path("status").asText()));
    return statuses;
  }

  private static void awaitLetters(World world, int count) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() ->
            assertThat(world.read(world.topics().deadLetter())).hasSizeGreaterThanOrEqualTo(count));
  }

  /// Everything on both inputs is dealt with.
  private static void awaitQuiet(World world) {
    String group = world.settings().stream().pipelineId();
    try (TopicAdmin admin =
        new TopicAdmin(world.settings().stream().client(), Duration.ofSeconds(20))) {
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() ->
              world.topics().inputs().stream()
                  .allMatch(topic -> {
                    Map<Integer, Long> consumed = admin.consumed(group, topic);
                    return admin.ends(topic).entrySet().stream()
                        .allMatch(end -> consumed.getOrDefault(end.getKey(), 0L) >= end.getValue());
                  }));
    }
  }

  /// As if nothing had been read yet.
  private static void consumeAgain(World world) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    try (Admin admin = Admin.create(world.settings().stream().client())) {
      for (String topic : world.topics().inputs()) {
        for (int partition = 0; partition < 2; partition++) {
          begin.put(new TopicPartition(topic, partition), new OffsetAndMetadata(0));
        }
      }
      String group = world.settings().stream().pipelineId();
      Awaitility.await()
          .atMost(World.PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            admin.alterConsumerGroupOffsets(group, begin).all().get();
            return true;
          });
    }
  }

  @Test
  void consumingAllAgainAndRedrivingEveryLetterTwiceChangesNothingAtAnyGateway() throws Exception {
    try (World world = new World(broker, dir, "again", 2)) {
      Pipeline pipeline = world.start();
      for (int i = 0; i < 20; i++) {
        world.place("good-" + i);
      }
      world.place("good-1");
      world.place("good-2", World.order("good-2", "pm_other", "SKU-1"));
      world.place("declined", World.order("declined", "pm_declined_1", "SKU-1"));
      world.place("gone", World.order("gone", "pm_1", "SKU-OUT-1"));
      world.place("broken", "{\"orderId\":");
      world.place("other-key", World.order("some-order", "pm_1", "SKU-1"));
      world.publish(world.topics().commands(), "nobody", "{\"command\":\"cancel\",\"by\":\"ops\"}");
      world.awaitOutcomes(22);
      awaitLetters(world, 4);
      awaitQuiet(world);
      byte[] before = Files.readAllBytes(world.gateways().ledger());
      for (int round = 1; round <= 2; round++) {
        done(world, "dead-letters", "redrive", "--all", "--why", "round " + round);
        awaitQuiet(world);
        pipeline.close();
        consumeAgain(world);
        pipeline = world.start();
        awaitQuiet(world);
      }
      assertThat(Files.readAllBytes(world.gateways().ledger())).isEqualTo(before);
      assertThat(world.outcomes()).hasSize(22);
      assertClean(world);
      // What came back twice is the same four cases.
      assertThat(statuses(world)).hasSize(4).containsValue("BACK_AGAIN");
      done(world, "dead-letters", "redrive", "--all", "--why", "round 3");
      awaitQuiet(world);
      assertThat(refused(world, "dead-letters", "redrive", "--all", "--why", "round 4"))
          .contains("3 times", "4 refused");
      assertThat(done(world, "dead-letters", "discard", "--all", "--why", "hopeless"))
          .contains("4 discarded");
      assertThat(done(world, "dead-letters", "redrive", "--all", "--why", "again"))
          .contains("nothing to do");
    }
  }

  @Test
  void aSuspendedOrderIsRedrivenResolvedAndNeverHidden() throws Exception {
    try (World world = new World(broker, dir, "suspended", 1)) {
      world.gateways().faults().set("refunds.error=1");
      world.start();
      world.place("o-1", World.order("o-1", "pm_1", "SKU-OUT-1"));
      awaitLetters(world, 1);
      assertThat(statuses(world)).hasSize(1).containsValue("OPEN");
      String letter = statuses(world).keySet().iterator().next();
      assertThat(refused(world, "dead-letters", "discard", letter, "--why", "away with it"))
          .contains("may hold money", "resolve it");
      assertThat(done(world, "dead-letters", "show", letter))
          .contains("refund", "same key", "compensation_exhausted");
      assertThat(done(world, "dead-letters", "redrive", letter, "--why", "x", "--dry-run"))
          .contains("would be: 1 redriven");
      assertThat(world.read(world.topics().commands())).isEmpty();

      // It fails again, and is the same case.
      done(world, "dead-letters", "redrive", letter, "--by", "ops", "--why", "gateway is back");
      awaitLetters(world, 2);
      assertThat(statuses(world)).hasSize(1).containsValue("BACK_AGAIN");
      assertThat(
              refused(
                  world, "resolve", "o-1", "--step", "charge", "--done", "--evidence", "ticket"))
          .contains("suspended in refund, not in charge");
      assertThat(
              refused(world, "resolve", "o-1", "--step", "refund", "--not-done", "--evidence", "t"))
          .contains("only its being done settles it");
      assertThat(done(world, "cancel", "o-1", "--why", "late")).contains("being undone already");

      world.gateways().faults().clear();
      done(world, "resolve", "o-1", "--redrive", "--by", "ops", "--why", "now it is");
      world.awaitOutcomes(1);
      assertThat(statuses(world)).hasSize(1).containsValue("RESOLVED");
      assertThat(causes(world.read(world.topics().failed()).getFirst()))
          .contains("redriven by ops: gateway is back", "redriven by ops: now it is");
      assertThat(world.ledger(Effect.REFUND)).hasSize(1);
      assertThat(refused(world, "resolve", "o-1", "--redrive", "--why", "again"))
          .contains("FAILED and not suspended");

      // The refund takes effect, and the gateway never says so: a person does.
      world.gateways().faults().set("refunds.error-after-success=1");
      world.place("o-2", World.order("o-2", "pm_1", "SKU-OUT-1"));
      awaitLetters(world, 3);
      assertThat(
              done(
                  world,
                  "resolve",
                  "o-2",
                  "--step",
                  "refund",
                  "--done",
                  "--reference",
                  "rf_by_hand",
                  "--by",
                  "ops",
                  "--evidence",
                  "seen in the ledger"))
          .contains("o-2 is FAILED", "refund resolved by ops: seen in the ledger");
      world.gateways().faults().clear();

      // The key of its charge is taken: nothing was charged, and a person says so.
      occupyChargeKey(world, "o-3");
      world.place("o-3");
      awaitLetters(world, 4);
      assertThat(
              done(
                  world,
                  "resolve",
                  "o-3",
                  "--step",
                  "charge",
                  "--not-done",
                  "--by",
                  "ops",
                  "--evidence",
                  "the bank says no"))
          .contains("o-3 is FAILED", "charge resolved as not done by ops: the bank says no");
      assertThat(statuses(world)).hasSize(3).containsValue("RESOLVED").doesNotContainValue("OPEN");
      assertClean(world);
    }
  }

  private static void occupyChargeKey(World world, String orderId) throws Exception {
    String key =
        new IdempotencyKeys(world.settings().stream().pipelineId()).of(Step.CHARGE, orderId);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v2/charges".formatted(world.gateways().port())))
            .header("Authorization", "Bearer secret")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"orderId":"%s","customerId":"c-1","amount":{"value":1,"currency":"EUR"},\
                    "paymentMethodId":"pm_declined_1"}\
                    """
                        .formatted(orderId)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(402);
    }
  }

  private static List<String> causes(TopicRecord outcome) throws IOException {
    List<String> causes = new ArrayList<>();
    JsonNode json = JSON.readTree(outcome.value().orElseThrow());
    json.path("history").forEach(entry -> causes.add(entry.path("cause").asText()));
    return causes;
  }

  @Test
  void anOrderIsCancelledBeforeThePointOfNoReturnAndToldSoAfterIt() throws Exception {
    try (World world = new World(broker, dir, "cancel", 2)) {
      world.start();
      world.place("done");
      world.awaitOutcomes(1);
      assertThat(refused(world, "cancel", "done", "--why", "called"))
          .contains("too late", "COMPLETED", "nothing was changed");
      assertThat(refused(world, "cancel", "nobody", "--why", "called"))
          .contains("no order 'nobody'");
      assertThat(refused(world, "cancel", "../x\u001b", "--why", "called"))
          .contains("is no orderId")
          .doesNotContain("\u001b");

      world.gateways().faults().set("reservations.hang=1");
      world.place("held");
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> !world.read(world.topics().reserving()).isEmpty());
      assertThat(done(world, "cancel", "held", "--why", "called", "--dry-run"))
          .contains("would be stopped");
      assertThat(world.read(world.topics().commands())).isEmpty();
      assertThat(done(world, "cancel", "held", "--by", "ops", "--why", "customer called"))
          .contains("held is FAILED", "cancelled by ops: customer called");
      assertThat(done(world, "cancel", "held", "--why", "twice")).contains("nothing to do");
      world.gateways().faults().clear();

      // Cancels that race the calls: whichever way it goes, it adds up.
      world.gateways().faults().set("latency=30ms");
      for (int i = 0; i < 40; i++) {
        world.place("race-" + i);
        world.publish(
            world.topics().commands(),
            "race-" + i,
            "{\"command\":\"cancel\",\"by\":\"ops\",\"reason\":\"race\"}");
      }
      world.awaitOutcomes(42);
      awaitQuiet(world);
      assertClean(world);
    }
  }

  @Test
  void twoOperatorsAtOnceRedriveNothingTwice() throws Exception {
    try (World world = new World(broker, dir, "two", 1)) {
      Pipeline pipeline = world.start();
      for (int i = 0; i < 30; i++) {
        world.place("broken-" + i, "{");
      }
      awaitLetters(world, 30);
      pipeline.close();
      CountDownLatch ready = new CountDownLatch(2);
      List<CommandRun> runs = new ArrayList<>();
      try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
        List<Future<CommandRun>> acting =
            Stream.of("anna", "ben")
                .map(name ->
                    operators.submit(() -> {
                      ready.countDown();
                      ready.await();
                      return CommandRun.in(
                          world, "dead-letters", "redrive", "--all", "--by", name, "--why", "x");
                    }))
                .toList();
        for (Future<CommandRun> one : acting) {
          runs.add(one.get());
        }
      }
      assertThat(runs).anyMatch(run -> run.exitCode() == 0);
      assertThat(runs)
          .allMatch(run -> run.exitCode() == 0 || run.err().contains("look again and repeat"));
      // A commit is answered before its markers lie in the topics.
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      world.read(world.topics().placed()).stream()
                          .map(record -> record.headers().get(Origin.REDRIVE_OF))
                          .filter(of -> of != null))
                  .hasSize(30)
                  .doesNotHaveDuplicates());
      assertThat(statuses(world)).hasSize(30).containsValue("REDRIVEN").doesNotContainValue("OPEN");
      assertThat(done(world, "dead-letters", "redrive", "--all", "--why", "once more"))
          .contains("nothing to do");
    }
  }

  @Test
  void aCorrectedRecordIsLinkedToItsOriginalAndAnOldOneIsNotCharged() throws Exception {
    try (World world = new World(broker, dir, "edit", 2)) {
      world.start();
      String order = World.order("fixed", "pm_1", "SKU-1");
      world.place("fixed", order.substring(1));
      awaitLetters(world, 1);
      String letter = statuses(world).keySet().iterator().next();
      Path file = dir.resolve("edit.json");
      done(world, "dead-letters", "show", letter, "--save", file.toString());
      assertThat(Files.readString(file)).isEqualTo(order.substring(1));
      assertThat(
              refused(
                  world,
                  "dead-letters",
                  "edit-and-redrive",
                  letter,
                  "--file",
                  file.toString(),
                  "--key",
                  "fixed",
                  "--why",
                  "x"))
          .contains("would come back as not_json");
      Files.writeString(file, order);
      assertThat(
              done(
                  world,
                  "dead-letters",
                  "edit-and-redrive",
                  letter,
                  "--file",
                  file.toString(),
                  "--why",
                  "a bracket was missing"))
          .contains("redriven to");
      world.awaitOutcomes(1);
      awaitQuiet(world);
      assertThat(statuses(world)).containsEntry(letter, "RESOLVED");
      assertThat(world.read(world.topics().placed()))
          .anyMatch(record -> letter.equals(record.headers().get(Origin.REDRIVE_OF)));

      // Somebody published again what is older than the gateways' memory of keys.
      Map<String, String> old =
          new Origin(
                  Optional.of(Instant.now().minus(Duration.ofHours(25))),
                  Optional.of(letter),
                  2,
                  Optional.empty())
              .headers();
      try (OrderPublisher publisher = new OrderPublisher(world.settings().stream().client(), 10)) {
        publisher.publish(
            world.topics().placed(),
            "old".getBytes(UTF_8),
            World.order("old", "pm_1", "SKU-1").getBytes(UTF_8),
            old,
            _ -> {});
        assertThat(publisher.drain(Duration.ofSeconds(20))).isTrue();
      }
      awaitLetters(world, 2);
      TopicRecord tooOld =
          world.read(world.topics().deadLetter()).stream()
              .filter(record -> record.key().equals(Optional.of("old")))
              .findFirst()
              .orElseThrow();
      assertThat(tooOld.headers())
          .containsEntry("dlq_reason", "older_than_key_retention")
          .containsEntry("dlq_redrive_of", letter)
          .containsEntry("dlq_redrive_count", "2");
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(1);
      assertThat(refused(world, "dead-letters", "redrive", "--order", "old", "--why", "please"))
          .contains("new orderId");
      assertThat(refused(world, "dead-letters", "show", "../../\u001b[31m"))
          .contains("there is no dead letter '../../?[31m'");
      assertClean(world);
      CommandRun elsewhere =
          CommandRun.with(
              Map.of(
                  "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS",
                  broker.bootstrapServers(),
                  "ORDER_PIPELINE_TOPIC_PREFIX",
                  "nowhere."),
              "dead-letters",
              "list");
      assertThat(elsewhere.exitCode()).isEqualTo(1);
      assertThat(elsewhere.err()).contains("nowhere.", "does not exist");
    }
  }

  /// However long it may take to read what is there.
  @Test
  void aWrongAddressIsToldOfAsSoonAsNobodyAnswersThere() {
    Stream.of(
            new String[] {"dead-letters", "list"},
            new String[] {"cancel", "o-1", "--why", "x"},
            new String[] {"resolve", "o-1", "--redrive", "--why", "x"},
            new String[] {"replay", "--dry-run"},
            new String[] {"recover", "--dry-run"},
            new String[] {"pause"})
        .map(command ->
            CompletableFuture.supplyAsync(
                () ->
                    CommandRun.with(
                        Map.of("ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), command),
                run -> new Thread(run).start()))
        .toList()
        .forEach(asked -> {
          CommandRun run = asked.join();
          assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
          assertThat(run.err())
              .contains("Kafka at 127.0.0.1:1 cannot be asked", "check kafka.bootstrap.servers");
        });
  }

  @Test
  void everyCommandSaysWhatItLacks() {
    assertThat(CommandRun.of("dead-letters").err()).contains("list, show, redrive");
    for (String[] lacking :
        new String[][] {
          {"dead-letters", "redrive", "--why", "x"},
          {"dead-letters", "redrive", "--all"},
          {"dead-letters", "redrive", "a", "--all", "--why", "x"},
          {"dead-letters", "redrive", "--all", "--guard", "0", "--why", "x"},
          {"dead-letters", "redrive", "--from", "yesterday", "--why", "x"},
          {"dead-letters", "discard", "--all", "--why", " "},
          {"dead-letters", "discard", "--all", "--why", "x", "--by", "a\nb"},
          {"dead-letters", "edit-and-redrive", "a", "--file", "/nowhere", "--why", "x"},
          {"cancel", "o-1"},
          {"cancel", "o-1", "--why", "x", "--wait", "long"},
          {"resolve", "o-1", "--why", "x"},
          {"resolve", "o-1", "--done", "--why", "x"},
          {"resolve", "o-1", "--done", "--not-done", "--step", "charge", "--why", "x"},
          {"resolve", "o-1", "--done", "--step", "pay", "--why", "x"},
        }) {
      CommandRun run = CommandRun.of(lacking);
      assertThat(run.exitCode()).as(Arrays.toString(lacking)).isEqualTo(2);
      assertThat(run.err()).as(Arrays.toString(lacking)).startsWith("order-pipeline");
    }
  }
}
