package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` as people run it: as a process, which is killed.
class ServeProcessIT {

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private final List<ServeProcess> started = new ArrayList<>();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterEach
  void endProcesses() {
    started.forEach(ServeProcess::close);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void killedUnderLoadItChargesNothingTwiceAndEndsEveryOrder() throws Exception {
    int orders = 600;
    try (World world = new World(broker, dir, "kill", 4)) {
      world.gateways().faults().set("latency=20ms-60ms,payments.timeout-after-success=0.02");
      ServeProcess first = serve(world, "kill");
      for (int i = 0; i < orders / 2; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.ledger(Effect.CAPTURE).size()).isGreaterThan(20));
      first.kill();
      int captured = world.ledger(Effect.CAPTURE).size();
      for (int i = orders / 2; i < orders; i++) {
        world.place("o-" + i);
      }
      ServeProcess second = serve(world, "kill");
      world.awaitOutcomes(orders);
      assertThat(captured).isLessThan(orders / 2);
      assertThat(world.outcomes()).hasSize(orders);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(orders);
      assertThat(world.ledger(Effect.RESERVE)).hasSize(orders);
      assertThat(second.endsWhenAsked()).isTrue();
    }
  }

  @Test
  void endsWithinSecondsOfSigterm() throws Exception {
    try (World world = new World(broker, dir, "sigterm", 2)) {
      ServeProcess serve = serve(world, "sigterm");
      world.place("o-1");
      world.awaitOutcomes(1);
      assertThat(serve.endsWhenAsked()).isTrue();
    }
  }

  @Test
  void makesTheTopicsOfAFreshCluster() throws Exception {
    try (World world = new World(broker, dir, "other", 2)) {
      ServeProcess serve = serve(world, "fresh");
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(serve.log()).contains("serving fresh.*"));
    }
  }

  @Test
  void refusesToStartWhereATopicIsMissingAndSaysWhatToDo() throws Exception {
    try (World world = new World(broker, dir, "missing", 2)) {
      world.delete(world.topics().failed());
      ServeProcess serve = serve(world, "missing");
      assertThat(serve.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.process().exitValue()).isEqualTo(1);
      assertThat(serve.log()).contains("missing.failed", "topics --create");
    }
  }

  @Test
  void anOrderIsExplainedByTheOrderCommand() throws Exception {
    try (World world = new World(broker, dir, "explain", 2)) {
      world.start();
      world.place("o-1", World.order("o-1", "pm_1", "SKU-OUT-1"));
      world.awaitOutcomes(1);
      List<TopicRecord> failed = world.read(world.topics().failed());
      assertThat(failed).hasSize(1);
      CommandRun run =
          CommandRun.with(
              Map.of("ORDER_PIPELINE_TOPIC_PREFIX", world.topics().prefix()),
              "order",
              "o-1",
              "--bootstrap-server",
              broker.bootstrapServers());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains(
              "FAILED, out_of_stock",
              "refund",
              "CHARGING -> RESERVING",
              failed.getFirst().position());
    }
  }

  private ServeProcess serve(World world, String name) throws IOException {
    ServeProcess process =
        ServeProcess.start(
            broker,
            world,
            name,
            dir.resolve("state-" + name),
            dir.resolve(name + ".log"),
            Map.of());
    started.add(process);
    return process;
  }
}
