package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.Pipeline;
import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.telemetry.PipelineCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators order by command, and what running pipelines make of it.
class ControlIT {

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
  void aPausedIntakeLetsNothingInAlsoAfterARestart() throws IOException {
    try (World world = new World(broker, dir, "intake", 2)) {
      Pipeline first = world.start();
      world.place("before");
      world.awaitOutcomes(1);
      CommandRun trial = CommandRun.in(world, "pause", "intake", "--why", "x", "--dry-run");
      assertThat(trial.out())
          .startsWith("would be done: every instance that hears of it takes in nothing more");
      assertThat(CommandRun.in(world, "pause").out()).contains("intake               open");
      CommandRun pause =
          CommandRun.in(world, "pause", "intake", "--why", "stock-taking", "--by", "ann");
      assertThat(pause.exitCode()).as(pause.err()).isZero();
      assertThat(pause.out()).contains("every instance", "instances told: one");
      Awaitility.await().atMost(World.PATIENCE).until(() -> first.streams().intakeClosed());
      assertThat(first.intake().closed())
          .hasValueSatisfying(word -> assertThat(word.why()).isEqualTo("stock-taking"));
      world.place("during");
      assertThat(CommandRun.in(world, "pause", "intake", "--why", "again").out())
          .startsWith("nothing to do: the intake is closed already: PAUSE by ann");
      assertThat(CommandRun.in(world, "pause").out())
          .contains("closed, PAUSE by ann", "stock-taking");
      first.close();

      Pipeline second = world.start();
      Awaitility.await().atMost(World.PATIENCE).until(() -> second.streams().intakeClosed());
      assertThat(world.lag()).isEqualTo(1);
      assertThat(world.outcomes()).hasSize(1);
      assertThat(CommandRun.in(world, "resume", "intake", "--why", "done").exitCode()).isZero();
      world.awaitOutcomes(2);
      assertThat(CommandRun.in(world, "resume", "intake", "--why", "done").out())
          .startsWith("nothing to do: nobody has ordered the intake closed");
    }
  }

  @Test
  void ordersThatWaitForAPausedStepUseNoAttemptAndLeaveWhenItIsResumed() throws IOException {
    try (World world = new World(broker, dir, "gate", 2)) {
      PipelineCounters counters = new PipelineCounters();
      Pipeline pipeline = world.start(world.settings(), counters);
      assertThat(
              CommandRun.in(world, "pause", "step", "charge", "--why", "the bank says so")
                  .exitCode())
          .isZero();
      Awaitility.await()
          .atMost(World.PATIENCE)
          .until(() -> pipeline.gates().status().getFirst().paused());
      for (int i = 0; i < 50; i++) {
        world.place("o-" + i);
      }
      Awaitility.await().atMost(World.PATIENCE).until(() -> counters.parked() >= 50);
      assertThat(world.ledger(Effect.CAPTURE)).isEmpty();
      assertThat(CommandRun.in(world, "pause").out())
          .contains("payments/forward     paused by")
          .contains("the bank says so");
      assertThat(CommandRun.in(world, "resume", "gateway", "payments", "--why", "fine again").out())
          .startsWith("calls to payments/forward leave again, few at first");
      world.awaitOutcomes(50);
      assertThat(world.outcomes())
          .extracting(record -> json(record.value().orElseThrow()))
          .allSatisfy(json -> {
            assertThat(json.path("state").asText()).isEqualTo("COMPLETED");
            assertThat(json.path("charge").path("attempts").asInt()).isEqualTo(1);
          });
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(50);
    }
  }

  @Test
  void aPipelineThatCannotHearOperatorsDoesNotStart() throws IOException {
    try (World world = new World(broker, dir, "deaf", 1)) {
      world.delete(world.topics().operations());
      assertThatThrownBy(() -> world.start(world.settings(), PipelineEvents.NONE))
          .hasMessageContaining("deaf.operations")
          .hasMessageContaining("does not exist")
          .hasMessageContaining("topics --create");
    }
  }

  @Test
  void mistakesAreAnsweredClearly() throws IOException {
    try (World world = new World(broker, dir, "mistakes", 1)) {
      assertThat(CommandRun.in(world, "pause", "intake").err()).contains("--why is needed");
      assertThat(CommandRun.in(world, "pause", "intake", "--why", " ").err())
          .contains("the reason must have 1 to 300 characters");
      assertThat(CommandRun.in(world, "pause", "gateway", "bank", "--why", "x").err())
          .contains("expected one of [PAYMENTS, INVENTORY]");
      CommandRun nobody = CommandRun.in(world, "pause", "intake", "--why", "x");
      assertThat(nobody.out()).contains("no instance of pipeline 'mistakes.pipeline' runs");
      CommandRun elsewhere =
          CommandRun.of(
              "pause",
              "intake",
              "--why",
              "x",
              "--bootstrap-server",
              broker.bootstrapServers(),
              "--config",
              "no-such-file");
      assertThat(elsewhere.exitCode()).isEqualTo(2);
      CommandRun wrongPrefix =
          CommandRun.with(
              Map.of("ORDER_PIPELINE_TOPIC_PREFIX", "wrong."),
              "pause",
              "intake",
              "--why",
              "x",
              "--bootstrap-server",
              broker.bootstrapServers());
      assertThat(wrongPrefix.exitCode()).isEqualTo(1);
      assertThat(wrongPrefix.err()).contains("wrong.operations", "does not exist");
    }
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
