package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.Pipeline;
import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.operations.replay.Republishing;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.InternalTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `replay` and `recover` are killed half-way, as processes, and run again.
class KilledOperatorIT {

  private static final int ORDERS = 40;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Process> STARTED = new ArrayList<>();

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    STARTED.forEach(Process::destroyForcibly);
    broker.close();
  }

  @Test
  void aReplayThatWasKilledGoesOnAndPublishesNothingTwice() throws Exception {
    try (World world = new World(broker, dir, "replay-killed", 2)) {
      Pipeline first = world.start();
      world.place("known");
      world.awaitOutcomes(1);
      first.close();
      for (int i = 0; i < ORDERS; i++) {
        world.place("o-" + i);
      }
      world.skipInput(ORDERS + 1);
      world.start();

      Process killed = process(world, "replay", "--rate", "5", "--why", "input was skipped");
      JsonNode half = killHalfWay(world, killed, "replay/");
      assertThat(half.path("total").asInt()).isEqualTo(ORDERS);

      CommandRun again = CommandRun.in(world, "replay", "--why", "the first was killed");
      assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
      world.awaitOutcomes(ORDERS + 1);
      assertThat(published(world)).hasSize(ORDERS).doesNotHaveDuplicates();
      JsonNode done = word(world, "replay/");
      assertThat(done.path("status").asText()).isEqualTo("DONE");
      assertThat(done.path("published").asInt()).isEqualTo(ORDERS);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(ORDERS + 1);
      clean(world);
      assertThat(CommandRun.in(world, "replay", "--why", "once more").out())
          .contains("is done already");
    }
  }

  @Test
  void aRecoveryThatWasKilledGoesOnAndBringsEveryOrderBackOnce() throws Exception {
    try (World world = new World(broker, dir, "recover-killed", 2)) {
      world.gateways().faults().set("inventory.hang=1");
      Pipeline first = world.start();
      for (int i = 0; i < ORDERS; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> world.read(world.topics().reserving()).size() == ORDERS);
      first.close();
      new InternalTopics(world.settings().stream().pipelineId()).all().forEach(world::delete);
      world.deleteState();
      world.gateways().faults().clear();

      Process killed = process(world, "recover", "--rate", "5", "--why", "topics deleted");
      // The pipeline runs again already, and half of its orders are on their way.
      awaitWord(world, "recovery/", 0);
      world.start();
      killHalfWay(world, killed, "recovery/");
      world.place("meanwhile");

      CompletableFuture<CommandRun> again =
          CompletableFuture.supplyAsync(
              () -> CommandRun.in(world, "recover", "--why", "was killed"));
      CommandRun recovered = again.get(90, TimeUnit.SECONDS);
      assertThat(recovered.exitCode()).as(recovered.out() + recovered.err()).isZero();
      assertThat(recovered.out()).contains("the input is open");
      world.awaitOutcomes(ORDERS + 1);
      assertThat(world.outcomes()).hasSize(ORDERS + 1);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(ORDERS + 1);
      assertThat(world.ledger(Effect.REFUND)).isEmpty();
      clean(world);
      assertThat(CommandRun.in(world, "recover", "--why", "to be sure").out())
          .contains("nothing is lost");
    }
  }

  private static JsonNode killHalfWay(World world, Process process, String subject)
      throws Exception {
    awaitWord(world, subject, ORDERS / 4);
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    JsonNode word = word(world, subject);
    assertThat(word.path("status").asText()).isEqualTo("RUNNING");
    assertThat(word.path("published").asInt()).isLessThan(ORDERS);
    return word;
  }

  private static void awaitWord(World world, String subject, int published) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() ->
            assertThat(word(world, subject).path("published").asInt(-1))
                .isGreaterThanOrEqualTo(published));
  }

  private static JsonNode word(World world, String subject) throws IOException {
    JsonNode latest = JSON.createObjectNode();
    for (TopicRecord record : world.read(world.topics().operations())) {
      if (record.key().orElse("").startsWith(subject)) {
        latest = JSON.readTree(record.value().orElseThrow());
      }
    }
    return latest;
  }

  /// Where the records lie that were published again.
  private static List<String> published(World world) {
    return world.read(world.topics().placed()).stream()
        .flatMap(record -> Stream.ofNullable(record.headers().get(Republishing.REPLAY_OF)))
        .toList();
  }

  private static Process process(World world, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.orderpipeline.cli.OrderPipeline"));
    all.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().putAll(world.environment());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(arguments[0] + ".log").toFile())
            .start();
    STARTED.add(process);
    return process;
  }

  private static void clean(World world) {
    CommandRun audit =
        CommandRun.in(
            world, "audit", "--ledger", world.gateways().ledger().toString(), "--expect-quiet");
    assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
  }
}
