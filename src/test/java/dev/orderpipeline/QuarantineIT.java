package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.ControlAnswer;
import dev.orderpipeline.operations.control.ControlAnswer.Outcome;
import dev.orderpipeline.operations.control.ControlDesk;
import dev.orderpipeline.operations.control.Release;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.LetterDesk;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.protocol.BrakeLimits;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.telemetry.PipelineCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Errors that no code foresaw, in a pipeline on a real broker: what they were part of is done
/// again, and nothing of it is ever committed by halves.
class QuarantineIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int GOOD = 100;

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

  /// The order fails when its call is written down: by then its first state is published and its
  /// call is staged, in one transaction with other orders.
  @Test
  void onePoisonOrderBecomesOneDeadLetterAndAllOthersFinish() throws IOException {
    try (World world = new World(broker, dir, "poison", 2)) {
      PipelineCounters counters = new PipelineCounters();
      world.start(
          world.settings(),
          counters,
          writer ->
              order -> {
                if (order.orderId().equals("poison") && order.version() == 2) {
                  throw new IllegalStateException("secret of a customer");
                }
                return writer.apply(order);
              });
      for (int i = 0; i < GOOD; i++) {
        world.place("o-" + i);
        if (i == GOOD / 2) {
          world.place("poison");
        }
      }
      world.awaitOutcomes(GOOD);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.read(world.topics().deadLetter())).hasSize(1));
      TopicRecord letter = world.read(world.topics().deadLetter()).getFirst();
      assertThat(letter.headers())
          .containsEntry("dlq_reason", "processing_failed")
          .containsEntry("dlq_order_id", "poison");
      assertThat(letter.headers().get("dlq_message"))
          .contains("java.lang.IllegalStateException at QuarantineIT")
          .doesNotContain("secret");
      assertThat(world.outcomes()).hasSize(GOOD);
      assertThat(versions(world)).doesNotContainKey("poison").hasSize(GOOD);
      assertThat(versions(world).values())
          .allSatisfy(versions -> assertThat(versions).containsExactly(1, 2, 3, 4));
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(GOOD);
      assertThat(world.audit().clean()).isTrue();
    }
  }

  @Test
  void anOrderThatCannotBeMovedIsHeldAndFinishesWhenItCan() throws IOException {
    try (World world = new World(broker, dir, "held", 2)) {
      AtomicInteger failures = new AtomicInteger();
      world.startDecidedBy(
          world.impatient(),
          new PipelineCounters(),
          machine ->
              new Meddling(
                  machine,
                  (order, input) ->
                      order.orderId().equals("held")
                          && input instanceof Input.Answered
                          && failures.incrementAndGet() <= 2));
      for (int i = 0; i < GOOD; i++) {
        world.place("o-" + i);
      }
      world.place("held");
      world.awaitOutcomes(GOOD + 1);
      assertThat(failures.get()).isGreaterThan(2);
      assertThat(world.read(world.topics().deadLetter())).isEmpty();
      assertThat(world.outcomes()).hasSize(GOOD + 1);
      assertThat(versions(world).values())
          .allSatisfy(versions -> assertThat(versions).containsExactly(1, 2, 3, 4));
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(GOOD + 1);
      assertThat(world.audit().clean()).isTrue();
    }
  }

  /// Every order fails, as after a deploy of broken code.
  @Test
  void aPoisonedDeployIsStoppedByTheBrakeAndAllOrdersEndAfterTheFix() throws IOException {
    try (World world = new World(broker, dir, "deploy", 2)) {
      Pipeline broken =
          world.start(
              world.settings(),
              new PipelineCounters(),
              writer ->
                  order -> {
                    throw new IllegalStateException("broken");
                  });
      int orders = 1_000;
      for (int i = 0; i < orders; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(desk(world).state().closed()).isPresent());
      IntakeWord brake = desk(world).state().closed().orElseThrow();
      assertThat(brake.kind()).isEqualTo(IntakeWord.Kind.BRAKE);
      assertThat(brake.why()).contains("failures of processing within PT1M, limit 10");
      Awaitility.await().atMost(World.PATIENCE).until(() -> broken.streams().intakeClosed());
      broken.close();
      int letters = world.read(world.topics().deadLetter()).size();
      System.out.printf("dead letters until the brake: %d of %d orders%n", letters, orders);
      assertThat(letters).isLessThanOrEqualTo(BrakeLimits.DEFAULTS.failuresThatStop());

      Pipeline fixed = world.start();
      Awaitility.await().atMost(World.PATIENCE).until(() -> fixed.streams().intakeClosed());
      assertThat(world.outcomes()).isEmpty();
      ControlAnswer released = release(world).release(new Act("ann", "fixed in 1.4.2", false));
      assertThat(released.outcome()).isEqualTo(Outcome.DONE);
      assertThat(released.message()).endsWith("redriven: " + letters);
      world.awaitOutcomes(orders);
      assertThat(
              world.outcomes().stream()
                  .map(record -> record.key().orElseThrow())
                  .collect(Collectors.toSet()))
          .hasSize(orders);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(orders);
      assertThat(world.audit().clean()).isTrue();
    }
  }

  /// So that an operator has time to look, and not every record of a broken producer becomes a dead
  /// letter.
  @Test
  void aFloodOfGarbageIsStoppedByTheBrake() throws IOException {
    try (World world = new World(broker, dir, "flood", 2)) {
      PipelineSettings usual = world.settings();
      Pipeline pipeline =
          world.start(
              new PipelineSettings(
                  usual.stream(),
                  usual.gateways(),
                  usual.policy(),
                  usual.rules(),
                  usual.activeLimit(),
                  new BrakeLimits(Duration.ofMinutes(1), 10_000, 50, 20, 10)),
              new PipelineCounters());
      for (int i = 0; i < 5_000; i++) {
        world.place("k-" + i, "garbage");
      }
      Awaitility.await().atMost(World.PATIENCE).until(() -> pipeline.streams().intakeClosed());
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(desk(world).state().closed())
                  .hasValueSatisfying(
                      word -> assertThat(word.why()).contains("limit 50 % from 20 on: not_json")));
      // What had been fetched before it closed still came in.
      assertThat(world.read(world.topics().deadLetter()).size()).isBetween(20, 3_000);
      assertThat(world.lag()).isPositive();
    }
  }

  private static ControlDesk desk(World world) {
    return new ControlDesk(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        world.topics().prefix() + "pipeline",
        world.topics(),
        Clock.systemUTC());
  }

  private static Release release(World world) {
    LetterDesk letters =
        new LetterDesk(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            world.topics(),
            world.topics().prefix() + "pipeline",
            World.PATIENCE,
            System::nanoTime);
    return new Release(
        desk(world),
        new LetterActions(letters, Clock.systemUTC()),
        new Redriving(Duration.ofHours(23), Redriving.USUAL_GUARD));
  }

  private static Map<String, List<Integer>> versions(World world) {
    return world.topics().states().stream()
        .flatMap(topic -> world.read(topic).stream())
        .map(QuarantineIT::json)
        .collect(
            Collectors.groupingBy(
                json -> json.path("orderId").asText(),
                Collectors.mapping(
                    json -> json.path("version").asInt(),
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> list.stream().sorted().toList()))));
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

  private interface Poison {
    boolean hits(Order order, Input input);
  }

  private record Meddling(Decider machine, Poison poison) implements Decider {
    @Override
    public Order admit(
        OrderPlaced placed, SourcePosition source, Optional<String> traceparent, Instant now) {
      return machine.admit(placed, source, traceparent, now);
    }

    @Override
    public Decision decide(Order order, Input input, Instant now) {
      if (poison.hits(order, input)) {
        throw new IllegalStateException("secret of a customer");
      }
      return machine.decide(order, input, now);
    }

    @Override
    public Optional<Instant> wakeUpAt(Order order) {
      return machine.wakeUpAt(order);
    }
  }
}
