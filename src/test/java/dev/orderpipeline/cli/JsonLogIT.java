package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.World;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `serve` writes to stderr, read as a program reads it.
class JsonLogIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TRACE_ID = "0123456789abcdef0123456789abcdef";

  @TempDir private Path dir;

  @Test
  void everyLineIsAnObjectAndThoseOfAnOrderJoinItsTrace() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"));
        World world = new World(broker, dir, "logged", 1)) {
      Process serve =
          serve(
              Map.of(
                  "ORDER_PIPELINE_LOG_FORMAT", "json",
                  "ORDER_PIPELINE_LOG_LEVEL", "DEBUG",
                  "ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", world.gateways().url(),
                  "ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", world.gateways().url(),
                  "ORDER_PIPELINE_HTTP_PORT", "0",
                  "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                  "ORDER_PIPELINE_TOPIC_PREFIX", world.topics().prefix(),
                  "ORDER_PIPELINE_STATE_DIR", dir.resolve("state-logged").toString()));
      try {
        place(url(), World.order("o-1", "pm_secret", "SKU-1"));
        world.place("o-2", "not JSON");
        Awaitility.await()
            .atMost(World.PATIENCE)
            .untilAsserted(() ->
                assertThat(lines())
                    .anyMatch(line -> line.path("state").asText().equals("COMPLETED"))
                    .anyMatch(line -> line.path("message").asText().contains("not_json")));
      } finally {
        serve.destroy();
        assertThat(serve.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(lines())
          .filteredOn(line -> line.path("order_id").asText().equals("o-1"))
          .isNotEmpty()
          .allSatisfy(line -> {
            assertThat(line.path("trace_id").asText()).isEqualTo(TRACE_ID);
            assertThat(line.path("span_id").asText()).hasSize(16);
            assertThat(line.path("duration_ms").isNumber()).isTrue();
          })
          .anySatisfy(line -> assertThat(line.path("step").asText()).isEqualTo("charge"));
      assertThat(Files.readString(dir.resolve("err")))
          .doesNotContain("pm_secret", "c-1", "not JSON");
    }
  }

  @Test
  void aFormatThatDoesNotExistIsRefused() throws Exception {
    Process serve = serve(Map.of("ORDER_PIPELINE_LOG_FORMAT", "xml"));
    assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).isEqualTo(2);
    assertThat(Files.readString(dir.resolve("err")))
        .contains("ORDER_PIPELINE_LOG_FORMAT must be one of json, text, was 'xml'");
  }

  private Process serve(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // Not the one of the tests, which are on the class path too.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.orderpipeline.cli.OrderPipeline",
            "serve");
    // With them Java writes a line of its own.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(dir.resolve("out").toFile())
        .redirectError(dir.resolve("err").toFile())
        .start();
  }

  private String url() {
    String said = "HTTP at ";
    Awaitility.await()
        .atMost(World.PATIENCE)
        .untilAsserted(() -> assertThat(Files.readString(dir.resolve("out"))).contains(said));
    try {
      String out = Files.readString(dir.resolve("out"));
      return out.substring(out.indexOf(said) + said.length()).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void place(String url, String order) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/orders"))
              .header("Content-Type", "application/json")
              .header("traceparent", "00-" + TRACE_ID + "-fedcba9876543210-01")
              .POST(BodyPublishers.ofString(order, UTF_8))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    }
  }

  private List<JsonNode> lines() {
    try {
      return Files.readAllLines(dir.resolve("err")).stream().map(JsonLogIT::json).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      assertThat(node.isObject()).as(line).isTrue();
      return node;
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
