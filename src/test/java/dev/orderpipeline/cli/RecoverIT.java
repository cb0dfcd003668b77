package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.Pipeline;
import dev.orderpipeline.World;
import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.InternalTopics;
import dev.orderpipeline.stream.topics.LostState;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pipeline's own memory is lost, and `recover` brings the orders back.
class RecoverIT {

  private static final int ORDERS = 1_000;
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
  void internalTopicsDeletedUnderLoadLoseNoOrderAndChargeNothingTwice() throws Exception {
    try (World world = new World(broker, dir, "lost", 3)) {
      world.gateways().faults().set("latency=100ms-400ms");
      Process one = serve(world, "one");
      Process two = serve(world, "two");
      place(world, 0, ORDERS);
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(world.outcomes()).hasSizeGreaterThan(20));
      internal(world).forEach(world::delete);
      for (Process instance : List.of(one, two)) {
        assertThat(instance.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(instance.exitValue()).isEqualTo(1);
      }
      // An instance that is rebalanced before it notices makes the topics anew.
      assertThat(log("one"))
          .containsPattern("internal topic \\S+ (has been deleted|was deleted and made anew)")
          .contains("./order-pipeline recover");
      int captured = world.ledger(Effect.CAPTURE).size();
      assertThat(captured).isLessThan(ORDERS);
      delete(dir.resolve("lost"), "state-");
      place(world, ORDERS, ORDERS + 50);
      assertThatThrownBy(() -> world.start(world.settings("one"), PipelineEvents.NONE))
          .isInstanceOf(LostState.class);

      CommandRun look = CommandRun.in(world, "recover", "--dry-run");
      assertThat(look.exitCode()).as(look.err()).isZero();
      assertThat(look.out()).contains("finished, remembered", "resumed with the same keys");
      CompletableFuture<CommandRun> recovering =
          CompletableFuture.supplyAsync(
              () -> CommandRun.in(world, "recover", "--why", "topics deleted"));
      Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(world.read(world.topics().operations()))
                  .anyMatch(record -> record.key().orElse("").startsWith("recovery/")));
      world.start(world.settings("one"), PipelineEvents.NONE);
      world.start(world.settings("two"), PipelineEvents.NONE);
      CommandRun recovered = recovering.get(90, TimeUnit.SECONDS);
      assertThat(recovered.exitCode()).as(recovered.err()).isZero();
      assertThat(recovered.out()).contains("the input is open", "audit");

      world.awaitOutcomes(ORDERS + 50);
      clean(world);
      assertThat(world.outcomes()).hasSize(ORDERS + 50);
      CommandRun again = CommandRun.in(world, "recover", "--why", "to be sure");
      assertThat(again.exitCode()).isZero();
      assertThat(again.out()).contains("nothing is lost");
    }
  }

  /// Orders that the pipeline has read and knows nothing of: its input was skipped over them.
  @Test
  void replayRunsWhatIsUnknownOnceAndNothingElse() throws Exception {
    try (World world = new World(broker, dir, "again", 2)) {
      Pipeline first = world.start();
      place(world, 1, 9);
      world.place("bad", "{");
      world.awaitOutcomes(8);
      first.close();
      place(world, 20, 25);
      world.skipInput(14);
      world.start();
      List<LedgerEntry> before = world.ledger();

      CommandRun look = CommandRun.in(world, "replay", "--dry-run");
      assertThat(look.exitCode()).as(look.err()).isZero();
      assertThat(look.out())
          .contains("8  already finished", "5  unknown: would run", "1  no order")
          .contains("24,950  EUR", "would publish 5 orders");
      assertThat(CommandRun.in(world, "replay", "--from", "0m", "--dry-run").out())
          .contains("nothing to publish");
      assertThat(world.ledger()).isEqualTo(before);

      CommandRun done = CommandRun.in(world, "replay", "--why", "input was skipped");
      assertThat(done.exitCode()).as(done.err()).isZero();
      world.awaitOutcomes(13);
      List<LedgerEntry> after = world.ledger();
      assertThat(after).hasSizeGreaterThan(before.size());
      assertThat(CommandRun.in(world, "replay", "--why", "once more").out())
          .contains("is done already");
      assertThat(CommandRun.in(world, "replay", "--why", "once more", "--id", "another").out())
          .contains("nothing to publish");
      assertThat(world.ledger()).isEqualTo(after);
      clean(world);
      assertThat(world.read(world.topics().operations()))
          .anySatisfy(record ->
              assertThat(new String(record.value().orElseThrow(), UTF_8))
                  .contains("\"status\":\"DONE\"", "\"published\":5", "input was skipped"));
    }
  }

  /// Versions before the guard kept no word of the memory that they worked with.
  @Test
  void aPipelineFromBeforeTheGuardGoesOnAndIsGuardedFromThen() throws Exception {
    try (World world = new World(broker, dir, "unguarded", 2)) {
      stopHalfWay(world, "one");
      forgetWhatWasKept(world);
      CommandRun look = CommandRun.in(world, "recover", "--dry-run");
      assertThat(look.out()).as(look.err()).contains("nothing is lost");

      Pipeline upgraded = world.start(world.settings("one"), PipelineEvents.NONE);
      world.awaitOutcomes(60);
      upgraded.close();
      clean(world);
      assertThat(kept(world)).isPresent();

      internal(world).forEach(world::delete);
      assertThatThrownBy(() -> world.start(world.settings("two"), PipelineEvents.NONE))
          .isInstanceOf(LostState.class)
          .hasMessageContaining("has been deleted");
    }
  }

  /// The same for what was lost while nobody guarded it.
  @Test
  void aLossFromBeforeTheGuardIsNoticedByTheTopicsOfStates() throws Exception {
    try (World world = new World(broker, dir, "unguarded-loss", 2)) {
      stopHalfWay(world, "one");
      forgetWhatWasKept(world);
      internal(world).forEach(world::delete);
      assertThatThrownBy(() -> world.start(world.settings("two"), PipelineEvents.NONE))
          .isInstanceOf(LostState.class)
          .hasMessageContaining("hold orders");
      recoverInto(world, "two");
      world.awaitOutcomes(60);
      clean(world);
    }
  }

  /// An order that is not known would be charged anew as soon as it is placed once more.
  @Test
  void theInputStaysClosedWhileAnOrderCouldNotBeBroughtBack() throws Exception {
    try (World world = new World(broker, dir, "stubborn", 2)) {
      stopHalfWay(world, "one");
      internal(world).forEach(world::delete);
      var recovering =
          CompletableFuture.supplyAsync(() -> CommandRun.in(world, "recover", "--why", "lost"));
      awaitItsWord(world, recovering);
      var broken = new AtomicBoolean(true);
      world.start(
          world.settings("two"),
          PipelineEvents.NONE,
          writer ->
              order -> {
                if (broken.get() && order.orderId().equals("o-5")) {
                  throw new IllegalStateException("not this one");
                }
                return writer.apply(order);
              });
      CommandRun refused = recovering.get(90, TimeUnit.SECONDS);
      assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
      assertThat(refused.err()).contains("1 order(s) not brought back", "The input stays closed");

      world.place("o-5", World.order("o-5", "pm_1", "SKU-1"));
      broken.set(false);
      CommandRun mended = CommandRun.in(world, "recover", "--why", "mended");
      assertThat(mended.exitCode()).as(mended.err()).isZero();
      world.awaitOutcomes(60);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(40);
      clean(world);
    }
  }

  private static void forgetWhatWasKept(World world) {
    String pipeline = world.settings().stream().pipelineId();
    assertThat(kept(world)).isPresent();
    try (OperatorSeat seat = OperatorSeat.take(world.settings().stream().client(), pipeline, "x")) {
      seat.write(
          List.of(
              new OutgoingRecord(
                  world.topics().operations(),
                  Optional.empty(),
                  Optional.of(("state/" + pipeline).getBytes(UTF_8)),
                  Optional.empty(),
                  Map.of())));
    }
    assertThat(kept(world)).isEmpty();
  }

  private static Optional<byte[]> kept(World world) {
    return world.read(world.topics().operations()).stream()
        .filter(record -> record.key().orElse("").startsWith("state/"))
        .reduce((_, last) -> last)
        .flatMap(TopicRecord::value);
  }

  @Test
  void anotherClusterGoesOnFromACopyOfTheTopics() throws Exception {
    try (EmbeddedBroker second = EmbeddedBroker.start(dir.resolve("second"));
        World world = new World(broker, dir, "copied", 2)) {
      stopHalfWay(world, "one");
      try (World copy = world.on(second, 2)) {
        copyTopics(world, copy);
        assertThatThrownBy(() -> copy.start(copy.settings("there"), PipelineEvents.NONE))
            .isInstanceOf(LostState.class);
        recoverInto(copy, "there");
        copy.awaitOutcomes(60);
        assertThat(copy.outcomes()).hasSize(60);
        clean(copy);
      }
    }
  }

  @Test
  void ordersMoveToAnotherNumberOfPartitions() throws Exception {
    try (World world = new World(broker, dir, "three", 3)) {
      stopHalfWay(world, "one");
      try (World six = world.under("six.", 6)) {
        recoverInto(six, "one", "--from-prefix", "three.");
        for (int i = 55; i < 70; i++) {
          six.place("o-" + i);
        }
        Awaitility.await()
            .atMost(World.PATIENCE)
            .untilAsserted(
                () -> assertThat(world.outcomes().size() + six.outcomes().size()).isEqualTo(70));
        assertThat(six.ledger(Effect.CAPTURE)).hasSize(50);
        CommandRun audit =
            CommandRun.in(
                six,
                "audit",
                "--ledger",
                six.gateways().ledger().toString(),
                "--expect-quiet",
                "--from-prefix",
                "three.");
        assertThat(audit.exitCode()).as(audit.out() + audit.err()).isZero();
      }
    }
  }

  /// 60 orders, some finished and some on their way, and nobody runs; all input has been read.
  private static void stopHalfWay(World world, String instance) {
    world.gateways().faults().set("inventory.hang=1");
    Pipeline pipeline = world.start(world.settings(instance), PipelineEvents.NONE);
    for (int i = 0; i < 60; i++) {
      world.place("o-" + i, World.order("o-" + i, i % 3 == 0 ? "pm_declined_1" : "pm_1", "SKU-1"));
    }
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> {
          assertThat(world.ledger(Effect.CAPTURE)).hasSize(40);
          assertThat(world.outcomes()).hasSize(20);
          assertThat(world.read(world.topics().reserving())).hasSize(40);
        });
    pipeline.close();
    world.gateways().faults().clear();
  }

  private static void recoverInto(World world, String instance, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("recover", "--why", "moved"));
    all.addAll(List.of(arguments));
    CompletableFuture<CommandRun> recovering =
        CompletableFuture.supplyAsync(() -> CommandRun.in(world, all.toArray(String[]::new)));
    awaitItsWord(world, recovering);
    world.start(world.settings(instance), PipelineEvents.NONE);
    CommandRun recovered = recovering.get(90, TimeUnit.SECONDS);
    assertThat(recovered.exitCode()).as(recovered.err()).isZero();
  }

  private static void awaitItsWord(World world, CompletableFuture<CommandRun> recovering) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> {
          if (recovering.isDone()) {
            throw new AssertionError(recovering.join().err());
          }
          assertThat(world.read(world.topics().operations()))
              .anyMatch(record -> record.key().orElse("").startsWith("recovery/"));
        });
  }

  /// As a tool that mirrors topics does: every record, under its key.
  private static void copyTopics(World from, World to) {
    for (String topic : from.topics().all()) {
      if (!topic.equals(from.topics().operations())) {
        for (TopicRecord record : from.read(topic)) {
          to.publish(
              topic, record.key().orElseThrow(), new String(record.value().orElseThrow(), UTF_8));
        }
      }
    }
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() ->
            assertThat(to.read(to.topics().reserving()))
                .hasSameSizeAs(from.read(from.topics().reserving())));
  }

  private static void place(World world, int from, int to) {
    for (int i = from; i < to; i++) {
      world.place("o-" + i, World.order("o-" + i, "pm_1", i % 10 == 0 ? "SKU-OUT-1" : "SKU-1"));
    }
  }

  private static List<String> internal(World world) {
    return new InternalTopics(world.settings().stream().pipelineId()).all();
  }

  private static Process serve(World world, String name) throws IOException {
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
    builder.environment().put("ORDER_PIPELINE_INSTANCE_ID", name);
    builder.environment().put("ORDER_PIPELINE_TOPIC_PREFIX", world.topics().prefix());
    builder.environment().put("ORDER_PIPELINE_PIPELINE_ID", world.settings().stream().pipelineId());
    builder
        .environment()
        .put("ORDER_PIPELINE_STATE_DIR", world.settings(name).stream().stateDir().toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile())
            .start();
    STARTED.add(process);
    return process;
  }

  private static String log(String name) throws IOException {
    return Files.readString(dir.resolve(name + ".log"));
  }

  private static void clean(World world) {
    CommandRun audit =
        CommandRun.in(
            world, "audit", "--ledger", world.gateways().ledger().toString(), "--expect-quiet");
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
