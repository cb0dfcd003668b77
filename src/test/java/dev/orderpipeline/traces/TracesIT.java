package dev.orderpipeline.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.World;
import dev.orderpipeline.simulation.EmbeddedBroker;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The service under the OpenTelemetry agent, as the launcher starts it with `--traces`, and what a
/// collector receives from it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {

  /// By far more exports that fail than lines that say so.
  private static final int ENOUGH = 30;

  private static final String PRODUCER_SPAN = "b7ad6b7169203331";
  private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));

  @TempDir
  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Path dir;

  private final List<Process> started = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before all tests
  private EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private OtlpReceiver receiver;

  @BeforeAll
  void start() throws IOException {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    receiver = OtlpReceiver.start();
  }

  @AfterAll
  void stop() {
    started.forEach(Process::destroyForcibly);
    receiver.close();
    broker.close();
  }

  @Test
  void everyOrderIsOneTraceWhateverHappensToIt() throws Exception {
    try (World world = new World(broker, dir, "traces", 2)) {
      Process first = serve(world);
      place(world, 1, "happy", "SKU-1");
      world.awaitOutcomes(1);

      world.gateways().faults().set("charges.timeout-after-success.first=1");
      place(world, 2, "unknown", "SKU-1");
      world.awaitOutcomes(2);

      world.gateways().faults().set("charges.error.first=1,reservations.hang=1");
      place(world, 3, "story", "SKU-OUT-1");
      awaitRecord(world, world.topics().reserving(), "story");
      first.destroyForcibly().waitFor();
      world.gateways().faults().set("");
      Process second = serve(world);
      world.awaitOutcomes(3);

      world.gateways().faults().set("refunds.error=1");
      place(world, 4, "redriven", "SKU-OUT-1");
      awaitRecord(world, world.topics().deadLetter(), "redriven");
      world.gateways().faults().set("");
      world.publish(
          world.topics().commands(),
          "redriven",
          "{\"command\":\"redrive\",\"by\":\"ops\",\"reason\":\"refunds work again\"}");
      world.awaitOutcomes(4);

      tree(1, "validate ok", "charge ok", "reserve ok", "outcome ok");
      tree(2, "validate ok", "charge response_timeout", "charge ok", "reserve ok", "outcome ok");
      tree(
          3,
          "validate ok",
          "charge http_500",
          "charge ok",
          "reserve restarted",
          "reserve out_of_stock",
          // The call that the kill left behind may have reserved something.
          "release ok",
          "refund ok",
          "outcome out_of_stock");
      tree(
          4,
          "validate ok",
          "charge ok",
          "reserve out_of_stock",
          "refund http_500",
          "refund ok",
          "outcome out_of_stock");
      Files.writeString(
          Files.createDirectories(BASE.resolve("target/traces")).resolve("order.svg"),
          TracePicture.of(receiver.trace(traceId(3))));
      second.destroy();
      assertThat(second.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Nobody waits for it, and the log is not about it alone. What the agent says is a line of the
  /// log like any other.
  @Test
  void aCollectorThatIsAwayIsSaidAFewTimesAndHoldsUpNothing() throws Exception {
    try (World world = new World(broker, dir, "uncollected", 1)) {
      Process serve =
          serve(
              world,
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  "http://127.0.0.1:1",
                  "OTEL_BSP_SCHEDULE_DELAY",
                  "20",
                  "ORDER_PIPELINE_LOG_FORMAT",
                  "json"));
      for (int order = 1; order <= ENOUGH; order++) {
        place(world, 10 + order, "o-" + order, "SKU-1");
        world.awaitOutcomes(order);
      }
      serve.destroy();
      assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
      List<String> log = Files.readAllLines(logs.getLast());
      assertThat(log).noneMatch(line -> line.startsWith("[otel.javaagent"));
      assertThat(log.stream().filter(line -> line.contains("Failed to export")))
          .as("%s", log)
          .hasSizeBetween(1, 6)
          .allMatch(line -> line.startsWith("{\""));
    }
  }

  /// Waits for the trace to be complete: the run below its producer, all else below the run.
  private void tree(int number, String... expected) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> {
          List<Span> spans = receiver.trace(traceId(number));
          assertThat(spans).extracting(Span::getName).contains("order");
          Span run = spans.stream().filter(s -> s.getName().equals("order")).findFirst().get();
          assertThat(hex(run.getParentSpanId().toByteArray())).isEqualTo(PRODUCER_SPAN);
          assertThat(spans.stream().filter(span -> !span.getName().equals("order")))
              .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(run.getSpanId()))
              .extracting(TracesIT::told)
              .containsExactlyInAnyOrder(expected);
        });
    assertThat(receiver.trace(traceId(number)))
        .filteredOn(span -> !span.getName().equals("order"))
        .allSatisfy(span ->
            assertThat(span.getAttributesList())
                .extracting(attribute -> attribute.getKey())
                .contains("step.name", "target.state", "latency.ms", "attempt", "order.version"));
    // What has not failed has no class.
    assertThat(receiver.trace(traceId(number)))
        .filteredOn(span -> !List.of("order", "outcome").contains(span.getName()))
        .allSatisfy(span ->
            assertThat(span.getAttributesList())
                .extracting(attribute -> attribute.getKey())
                .contains("error.classification"));
  }

  private static String told(Span span) {
    String message = span.getStatus().getMessage();
    return span.getName() + " " + (message.isEmpty() ? "ok" : message);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String traceId(int number) {
    return "0af7651916cd43dd8448eb211c8031%02d".formatted(number);
  }

  private static void place(World world, int number, String orderId, String sku) {
    world.publish(
        world.topics().placed(),
        orderId,
        World.order(orderId, "pm_1", sku),
        Map.of("traceparent", "00-%s-%s-01".formatted(traceId(number), PRODUCER_SPAN)));
  }

  private static void awaitRecord(World world, String topic, String orderId) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() ->
            assertThat(world.read(topic)).anyMatch(record -> record.toString().contains(orderId)));
  }

  private Process serve(World world) throws IOException {
    return serve(world, Map.of());
  }

  private Process serve(World world, Map<String, String> more) throws IOException {
    String gateways = "http://127.0.0.1:" + world.gateways().port();
    ProcessBuilder builder =
        new ProcessBuilder(
            BASE.resolve("order-pipeline").toAbsolutePath().toString(),
            "--traces",
            "serve",
            "--bootstrap-server",
            broker.bootstrapServers());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "100");
    environment.put("ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", gateways);
    environment.put("ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", gateways);
    environment.put("ORDER_PIPELINE_GATEWAYS_PAYMENTS_RESPONSE_TIMEOUT", "4s");
    environment.put("ORDER_PIPELINE_GATEWAYS_INVENTORY_RESPONSE_TIMEOUT", "60s");
    environment.put("ORDER_PIPELINE_RETRY_COMPENSATION_ATTEMPTS", "1");
    environment.put("ORDER_PIPELINE_HTTP_PORT", "0");
    environment.put("ORDER_PIPELINE_TOPIC_PREFIX", world.topics().prefix());
    environment.put("ORDER_PIPELINE_PIPELINE_ID", world.topics().prefix() + "traces");
    environment.put(
        "ORDER_PIPELINE_STATE_DIR", dir.resolve(world.topics().prefix() + "state").toString());
    environment.putAll(more);
    Path log = dir.resolve("serve-" + started.size() + ".log");
    logs.add(log);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }
}
