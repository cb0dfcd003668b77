package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.Pipeline;
import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.InternalTopics;
import dev.orderpipeline.stream.topics.LostState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pipeline's own memory is lost, and `recover` brings the orders back.
class RecoverIT {

  private static final int ORDERS = 400;

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
  void internalTopicsDeletedUnderLoadLoseNoOrderAndChargeNothingTwice() throws Exception {
    try (World world = new World(broker, dir, "lost", 3)) {
      world.gateways().faults().set("latency=100ms-300ms");
      Pipeline one = world.start(instance(world, "one"), PipelineEvents.NONE);
      Pipeline two = world.start(instance(world, "two"), PipelineEvents.NONE);
      place(world, 0, ORDERS);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.outcomes()).hasSizeGreaterThan(50));
      internal(world).forEach(world::delete);
      // The group's next leader makes the topics anew, and empty.
      two.close();
      assertThatThrownBy(() -> one.ended().toCompletableFuture().get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(LostState.class)
          .hasMessageContaining("./order-pipeline recover");
      one.close();
      int captured = world.ledger(Effect.CAPTURE).size();
      assertThat(captured).isLessThan(ORDERS);
      delete(dir.resolve("lost"), "state-");
      place(world, ORDERS, ORDERS + 50);
      assertThatThrownBy(() -> world.start(instance(world, "one"), PipelineEvents.NONE))
          .isInstanceOf(LostState.class);

      CommandRun look = recover(world, "--dry-run");
      assertThat(look.exitCode()).as(look.err()).isZero();
      assertThat(look.out()).contains("finished, remembered", "resumed with the same keys");
      CompletableFuture<CommandRun> recovering =
          CompletableFuture.supplyAsync(() -> recover(world, "--why", "topics deleted"));
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(world.read(world.topics().operations()))
                  .anyMatch(record -> record.key().orElse("").startsWith("recovery/")));
      world.start(instance(world, "one"), PipelineEvents.NONE);
      world.start(instance(world, "two"), PipelineEvents.NONE);
      CommandRun recovered = recovering.get(90, TimeUnit.SECONDS);
      assertThat(recovered.exitCode()).as(recovered.err()).isZero();
      assertThat(recovered.out()).contains("the input is open", "audit");

      world.awaitOutcomes(ORDERS + 50);
      clean(world);
      assertThat(world.outcomes()).hasSize(ORDERS + 50);
      CommandRun again = recover(world, "--why", "to be sure");
      assertThat(again.exitCode()).isZero();
      assertThat(again.out()).contains("nothing is lost");
    }
  }

  private static void place(World world, int from, int to) {
    for (int i = from; i < to; i++) {
      world.place("o-" + i, World.order("o-" + i, "pm_1", i % 10 == 0 ? "SKU-OUT-1" : "SKU-1"));
    }
  }

  private static List<String> internal(World world) {
    return new InternalTopics(world.settings().stream().pipelineId()).all();
  }

  private static PipelineSettings instance(World world, String name) {
    return world.settings(name);
  }

  private static CommandRun recover(World world, String... arguments) {
    return run(world, broker, "recover", arguments);
  }

  private static CommandRun run(
      World world, EmbeddedBroker on, String command, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of(command, "--bootstrap-server", on.bootstrapServers()));
    all.addAll(List.of(arguments));
    return CommandRun.with(
        Map.of(
            "ORDER_PIPELINE_TOPIC_PREFIX",
            world.topics().prefix(),
            "ORDER_PIPELINE_PIPELINE_ID",
            world.settings().stream().pipelineId()),
        all.toArray(String[]::new));
  }

  private static void clean(World world) {
    CommandRun audit =
        run(
            world,
            broker,
            "audit",
            "--ledger",
            world.gateways().ledger().toString(),
            "--expect-quiet");
    assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
  }

  private static void delete(Path in, String prefix) throws IOException {
    try (Stream<Path> children = Files.list(in)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(prefix)) {
          try (Stream<Path> all = Files.walk(child)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(path);
            }
          }
        }
      }
    }
  }
}
