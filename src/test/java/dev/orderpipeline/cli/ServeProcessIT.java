package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
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
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterEach
  void endProcesses() {
    started.forEach(Process::destroyForcibly);
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
      Process first = serve(world, "kill");
      for (int i = 0; i < orders / 2; i++) {
        world.place("o-" + i);
      }
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.ledger(Effect.CAPTURE).size()).isGreaterThan(20));
      first.destroyForcibly().waitFor();
      int captured = world.ledger(Effect.CAPTURE).size();
      for (int i = orders / 2; i < orders; i++) {
        world.place("o-" + i);
      }
      Process second = serve(world, "kill");
      world.awaitOutcomes(orders);
      assertThat(captured).isLessThan(orders / 2);
      assertThat(world.outcomes()).hasSize(orders);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(orders);
      assertThat(world.ledger(Effect.RESERVE)).hasSize(orders);
      second.destroy();
      assertThat(second.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void endsWithinSecondsOfSigterm() throws Exception {
    try (World world = new World(broker, dir, "sigterm", 2)) {
      Process serve = serve(world, "sigterm");
      world.place("o-1");
      world.awaitOutcomes(1);
      serve.destroy();
      assertThat(serve.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void makesTheTopicsOfAFreshCluster() throws Exception {
    try (World world = new World(broker, dir, "other", 2)) {
      serve(world, "fresh");
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(log("fresh")).contains("serving fresh.*"));
    }
  }

  @Test
  void refusesToStartWhereATopicIsMissingAndSaysWhatToDo() throws Exception {
    try (World world = new World(broker, dir, "missing", 2)) {
      world.delete(world.topics().failed());
      Process serve = serve(world, "missing");
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.exitValue()).isEqualTo(1);
      assertThat(log("missing")).contains("missing.failed", "topics --create");
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

  private Process serve(World world, String name) throws IOException {
    String gateways = "http://127.0.0.1:" + world.gateways().port();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.orderpipeline.cli.OrderPipeline",
            "serve",
            "--bootstrap-server",
            broker.bootstrapServers());
    builder.environment().put("ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", gateways);
    builder.environment().put("ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", gateways);
    builder.environment().put("ORDER_PIPELINE_HTTP_PORT", "0");
    builder.environment().put("ORDER_PIPELINE_TOPIC_PREFIX", name + ".");
    builder.environment().put("ORDER_PIPELINE_PIPELINE_ID", name);
    builder.environment().put("ORDER_PIPELINE_STATE_DIR", dir.resolve("state-" + name).toString());
    Process process =
        builder.redirectErrorStream(true).redirectOutput(logFile(name).toFile()).start();
    started.add(process);
    return process;
  }

  private static String log(String name) throws IOException {
    return Files.readString(logFile(name));
  }

  private static Path logFile(String name) {
    return dir.resolve(name + ".log");
  }
}
