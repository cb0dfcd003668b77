package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.gateways.BreakerState;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.gateways.Endpoint;
import dev.orderpipeline.telemetry.PipelineCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders on a real broker, with real HTTP to gateways that misbehave.
class PipelineIT {

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

  @Test
  void anOrderIsChargedReservedAndCompleted() throws IOException {
    try (World world = new World(broker, dir, "happy", 2)) {
      world.start();
      world.place("o-1");
      world.awaitOutcomes(1);
      TopicRecord outcome = world.read(world.topics().completed()).getFirst();
      assertThat(outcome.key()).contains("o-1");
      assertThat(outcome.headers())
          .containsEntry("ce_specversion", "1.0")
          .containsEntry("ce_id", "o-1:4")
          .containsEntry("ce_type", "order.completed.v1")
          .containsEntry("ce_subject", "o-1")
          .containsEntry("content-type", "application/json");
      JsonNode json = json(outcome);
      assertThat(json.path("state").asText()).isEqualTo("COMPLETED");
      assertThat(json.path("previousState").asText()).isEqualTo("RESERVING");
      assertThat(json.path("version").asInt()).isEqualTo(4);
      assertThat(json.path("cause").asText()).isEqualTo("reserve confirmed");
      assertThat(json.path("order").path("customerId").asText()).isEqualTo("c-1");
      assertThat(json.path("charge").path("outcome").asText()).isEqualTo("CONFIRMED");
      assertThat(json.path("charge").path("transactionId").asText()).isNotEmpty();
      assertThat(json.path("charge").path("attempts").asInt()).isEqualTo(1);
      assertThat(json.path("reservation").path("reservationId").asText()).isNotEmpty();
      assertThat(json.path("history")).hasSize(4);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(1);
      assertThat(world.ledger(Effect.RESERVE)).hasSize(1);
      // The record of each state holds the intent of the call that is made in it.
      JsonNode charging = json(world.read(world.topics().charging()).getFirst());
      assertThat(charging.path("charge").path("phase").path("name").asText())
          .isEqualTo("IN_FLIGHT");
      assertThat(charging.path("charge").path("key").asText())
          .isEqualTo(world.ledger(Effect.CAPTURE).getFirst().key());
    }
  }

  /// Three commits lie in the way of an order, and by the clock they would take longer than anyone
  /// here waits.
  @Test
  void anIdleThreadCommitsWithoutWaitingForItsInterval() throws IOException {
    try (World world = new World(broker, dir, "rarely", 2)) {
      world.start(world.rarelyCommitting(), PipelineEvents.NONE);
      world.place("o-1");
      world.awaitOutcomes(1);
      // An order that makes no call leaves nobody behind who waits for an answer.
      world.place(
          "rich",
          World.order("rich", "pm_1", "SKU-1").replace("\"value\":4990", "\"value\":4990000"));
      world.awaitOutcomes(2);
    }
  }

  @Test
  void everyKindOfInputEndsWhereItBelongs() throws IOException {
    try (World world = new World(broker, dir, "kinds", 1)) {
      world.start();
      world.place("good");
      world.place("good");
      world.place("good", World.order("good", "pm_2", "SKU-1"));
      world.place("declined", World.order("declined", "pm_declined_1", "SKU-1"));
      world.place("gone", World.order("gone", "pm_1", "SKU-OUT-1"));
      world.place("broken", "{\"orderId\":");
      world.place("other-key", World.order("some-order", "pm_1", "SKU-1"));
      world.place(
          "rich",
          World.order("rich", "pm_1", "SKU-1").replace("\"value\":4990", "\"value\":4990000"));
      world.awaitOutcomes(4);
      Map<String, String> states =
          world.outcomes().stream()
              .map(PipelineIT::json)
              .collect(
                  Collectors.toMap(
                      json -> json.path("orderId").asText(),
                      json ->
                          json.path("state").asText()
                              + " "
                              + json.path("failure").path("code").asText()));
      assertThat(states)
          .containsOnly(
              Map.entry("good", "COMPLETED "),
              Map.entry("declined", "FAILED card_declined"),
              Map.entry("gone", "FAILED out_of_stock"),
              Map.entry("rich", "FAILED amount_over_limit"));
      List<TopicRecord> deadLetters = world.read(world.topics().deadLetter());
      assertThat(deadLetters)
          .extracting(letter -> letter.headers().get("dlq_reason"))
          .containsExactlyInAnyOrder("conflicting_duplicate", "not_json", "key_mismatch");
      TopicRecord broken =
          deadLetters.stream()
              .filter(letter -> "not_json".equals(letter.headers().get("dlq_reason")))
              .findFirst()
              .orElseThrow();
      assertThat(broken.value().orElseThrow()).isEqualTo("{\"orderId\":".getBytes(UTF_8));
      assertThat(broken.headers())
          .containsEntry("dlq_source_topic", world.topics().placed())
          .containsEntry("dlq_source_partition", "0")
          .containsEntry("dlq_source_offset", "5");
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(2);
      assertThat(world.ledger(Effect.REFUND)).hasSize(1);
      assertThat(world.ledger(Effect.RESERVE)).hasSize(1);
    }
  }

  @Test
  void whatIsAlmostTooLargeForKafkaBecomesADeadLetterAndStopsNothing() throws IOException {
    try (World world = new World(broker, dir, "large", 1)) {
      world.start();
      world.place("k".repeat(600 * 1024), "{}");
      world.place("large", "x".repeat(1_040_000));
      world.place("after");
      world.awaitOutcomes(1);
      assertThat(world.read(world.topics().deadLetter()))
          .extracting(letter -> letter.headers().get("dlq_reason"))
          .containsExactly("missing_field", "too_large");
    }
  }

  @Test
  void anOrderWithAnUglyNumberSurvivesARestartAndItsDuplicate() throws IOException {
    try (World world = new World(broker, dir, "ugly", 1)) {
      String ugly =
          World.order("ugly", "pm_1", "SKU-1")
              .replace(
                  "{\"orderId\"", "{\"k\":123456789012345678901234567890123456789e1,\"orderId\"");
      world.gateways().faults().set("payments.hang=1");
      Pipeline first = world.start();
      world.place("ugly", ugly);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> !world.read(world.topics().charging()).isEmpty());
      first.close();
      world.gateways().faults().clear();
      PipelineCounters counters = new PipelineCounters();
      world.start(world.settings(), counters);
      world.awaitOutcomes(1);
      world.place("ugly", ugly);
      Awaitility.await().atMost(World.PATIENCE).until(() -> counters.duplicates() == 1);
      assertThat(world.outcomes()).hasSize(1);
    }
  }

  @Test
  void aChargeThatTookEffectAndTimedOutIsRefundedOnceWhenStockIsOut() throws IOException {
    try (World world = new World(broker, dir, "ambiguous", 1)) {
      world.gateways().faults().set("charges.timeout-after-success.first=1");
      world.start(world.impatient(), PipelineEvents.NONE);
      world.place("o-1", World.order("o-1", "pm_1", "SKU-OUT-1"));
      world.awaitOutcomes(1);
      assertThat(
              json(world.read(world.topics().failed()).getFirst())
                  .path("failure")
                  .path("code")
                  .asText())
          .isEqualTo("out_of_stock");
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(1);
      assertThat(world.ledger(Effect.REFUND)).hasSize(1);
      assertThat(world.gateways().calls().of(Endpoint.CHARGES)).isEqualTo(2);
    }
  }

  @Test
  void aGatewayThatIsDownFailsNoOrderAndUsesNoAttempt() throws IOException {
    try (World world = new World(broker, dir, "outage", 2)) {
      PipelineCounters counters = new PipelineCounters();
      Pipeline pipeline = world.start(world.quickBreaker(), counters);
      world.place("before");
      world.awaitOutcomes(1);
      world.gateways().stopListening();
      for (int i = 0; i < 300; i++) {
        world.place("during-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(pipeline.gates().status())
                  .anyMatch(gate -> gate.breaker() == BreakerState.OPEN));
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(counters.parked()).isPositive());
      world.gateways().startListening();
      world.awaitOutcomes(301);
      List<JsonNode> outcomes = world.outcomes().stream().map(PipelineIT::json).toList();
      assertThat(outcomes).hasSize(301);
      assertThat(outcomes)
          .allSatisfy(json -> {
            assertThat(json.path("state").asText()).isEqualTo("COMPLETED");
            assertThat(json.path("charge").path("attempts").asInt()).isEqualTo(1);
          });
    }
  }

  @Test
  void theInputWaitsInItsTopicWhileTooManyOrdersAreOnTheirWay() throws IOException {
    try (World world = new World(broker, dir, "flow", 1)) {
      world.gateways().faults().set("payments.hang=1");
      PipelineSettings settings = world.settings();
      Pipeline pipeline =
          world.start(
              new PipelineSettings(
                  settings.stream(), settings.gateways(), settings.policy(), settings.rules(), 50),
              PipelineEvents.NONE);
      for (int i = 0; i < 3_000; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(pipeline.streams().intakeClosed()).isTrue());
      assertThat(pipeline.capacity().held()).isLessThanOrEqualTo(50);
      assertThat(world.lag()).isGreaterThan(2_000);
    }
  }

  @Test
  void aRestartedPipelineFinishesWhatItFoundAndChargesNothingTwice() throws IOException {
    try (World world = new World(broker, dir, "restart", 2)) {
      world.gateways().faults().set("payments.latency=300ms");
      Pipeline first = world.start();
      for (int i = 0; i < 200; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.ledger(Effect.CAPTURE)).isNotEmpty());
      first.close();
      world.gateways().faults().clear();
      world.start();
      world.awaitOutcomes(200);
      assertThat(world.outcomes()).hasSize(200);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(200);
    }
  }

  @Test
  void versionsOfAnOrderRiseByOneOverAllItsTopics() throws IOException {
    try (World world = new World(broker, dir, "versions", 2)) {
      world.start();
      world.place("fine");
      world.place("gone", World.order("gone", "pm_1", "SKU-OUT-1"));
      world.awaitOutcomes(2);
      Map<String, List<Integer>> versions =
          world.topics().all().stream()
              .filter(topic -> world.topics().states().contains(topic))
              .flatMap(topic -> world.read(topic).stream())
              .map(PipelineIT::json)
              .collect(
                  Collectors.groupingBy(
                      json -> json.path("orderId").asText(),
                      Collectors.mapping(
                          json -> json.path("version").asInt(),
                          Collectors.collectingAndThen(
                              Collectors.toList(), list -> list.stream().sorted().toList()))));
      assertThat(versions)
          .containsEntry("fine", List.of(1, 2, 3, 4))
          .containsEntry("gone", List.of(1, 2, 3, 4, 5));
    }
  }

  private static JsonNode json(TopicRecord record) {
    Function<byte[], JsonNode> read =
        bytes -> {
          try {
            return JSON.readTree(bytes);
          } catch (IOException e) {
            throw new IllegalStateException(record.position() + " is not JSON", e);
          }
        };
    return record.value().map(read).orElseThrow();
  }
}
