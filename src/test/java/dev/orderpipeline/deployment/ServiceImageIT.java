package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes into the service's image: the service and nothing to play with, and it runs.
class ServiceImageIT {

  private static final String USER = "10001";

  private final Dockerfile dockerfile = Dockerfile.read();
  private final Image service = Image.service();

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Processes processes;

  @BeforeEach
  void start() {
    processes = new Processes(dir);
  }

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void everythingTheRecipeCopiesOutOfTheBuildIsThere() {
    assertThat(dockerfile.built())
        .isNotEmpty()
        .allSatisfy(f -> assertThat(Project.path(f)).exists());
  }

  @Test
  void hasNeitherBrokerNorSimulation() throws IOException {
    List<Path> jars = Jars.in(service.home().resolve("target/lib"));
    assertThat(jars)
        .extracting(jar -> jar.getFileName().toString())
        .anyMatch(name -> name.startsWith("kafka-streams-"))
        .noneMatch(name ->
            name.matches(
                "(kafka_|kafka-(server|metadata|raft|storage|group|tools)|scala|jmh|log4j).*"));
    for (Path jar : jars) {
      assertThat(Jars.entries(jar)).doesNotContain("kafka/server/KafkaRaftServer.class");
    }
    assertThat(Jars.entries(service.home().resolve("target/order-pipeline.jar")))
        .contains(
            "dev/orderpipeline/cli/ServeCommand.class", "dev/orderpipeline/cli/HealthProbe.class")
        .noneMatch(name -> name.matches("dev/orderpipeline/(simulation|bench)/.*"));
  }

  @Test
  void nothingInItNeedsWhatIsNotInIt() throws IOException {
    Path jar = service.home().resolve("target/order-pipeline.jar");
    Set<String> there = new HashSet<>(Jars.entries(jar));
    for (Path library : Jars.in(service.home().resolve("target/lib"))) {
      there.addAll(Jars.entries(library));
    }
    Jars.references(jar)
        .forEach((name, needed) ->
            assertThat(
                    needed.stream()
                        .filter(n -> !n.matches("(java|javax|jdk|org/jspecify)/.*|\\[.*")))
                .as(
                    "needed by %s; what needs the simulation belongs in LocalCommands and pom.xml's service-jar",
                    name)
                .allMatch(there::contains));
  }

  @Test
  void servesAndTracesAsANobodyFromACacheTrainedOnARealRun() throws Exception {
    Image trained = copyOfTheService();
    Image world = Image.simulation();
    Process training =
        processes.start(
            "train",
            List.of(
                Project.path("k8s/image/train-aot").toString(),
                trained.home().toString(),
                world.home().toString()),
            Map.of("ORDERS", "300"));
    processes.endsWell("train", training);
    assertThat(trained.home().resolve("target/order-pipeline.aot")).isNotEmptyFile();

    var received = new AtomicInteger();
    HttpServer collector = collector(received);
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"))) {
      Path writable = Files.createDirectories(dir.resolve("writable"));
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));
      var environment = new TreeMap<>(dockerfile.environment());
      environment.put("ORDER_PIPELINE_STATE_DIR", writable.resolve("state").toString());
      environment.put("ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
      environment.put("ORDER_PIPELINE_HTTP_PORT", "0");
      environment.put(
          "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getAddress().getPort());
      environment.put("OTEL_BSP_SCHEDULE_DELAY", "100");
      // With AOTMode=on it is an error if the cache cannot be used.
      environment.put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on -Djava.io.tmpdir=" + writable);
      Process serve =
          processes.start("serve", asANobody(trained.run(dockerfile.command())), environment);
      String url = processes.said("serve", "HTTP at (http://\\S+)");

      place(url);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(received.get()).as(processes.text("serve")).isPositive());
      assertThat(healthOf(URI.create(url).getPort(), dockerfile.healthCheck())).isZero();
      serve.destroy();
      assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      collector.stop(0);
    }
  }

  /// Takes spans, and counts how many bytes of them it was sent.
  private static HttpServer collector(AtomicInteger received) throws IOException {
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.addAndGet(exchange.getRequestBody().readAllBytes().length);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    return collector;
  }

  /// An order whose trace its producer wants.
  private static void place(String url) throws Exception {
    String order =
        """
        {"orderId":"o-1","customerId":"c","amount":{"value":1,"currency":"EUR"},
         "items":[{"sku":"S","quantity":1}]}\
        """;
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(URI.create(url + "/orders"))
                      .header("Content-Type", "application/json")
                      .header(
                          "traceparent", "00-0af7651916cd43dd8448eb211c803199-b7ad6b7169203331-01")
                      .POST(HttpRequest.BodyPublishers.ofString(order))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode();
      assertThat(status).isEqualTo(202);
    }
  }

  @Test
  void theHealthCheckFailsIfTheServiceIsDownOrDoesNotAnswer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    server.createContext(
        "/health/live",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    assertThat(healthOf(port, dockerfile.healthCheck())).isEqualTo(1);
    server.stop(0);
    assertThat(healthOf(port, dockerfile.healthCheck())).isEqualTo(1);
  }

  private int healthOf(int port, List<String> healthCheck) throws Exception {
    String home = dockerfile.entrypoint().getFirst().replaceFirst("/order-pipeline$", "");
    var command = new ArrayList<>(healthCheck);
    command.replaceAll(word ->
        word.equals("java")
            ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
            : word.replace(home, service.home().toString()));
    Process probe =
        processes.start(
            "health-" + port, command, Map.of("ORDER_PIPELINE_HTTP_PORT", String.valueOf(port)));
    assertThat(probe.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return probe.exitValue();
  }

  /// Under a user who owns nothing, if this is root: whatever it writes outside its volumes fails.
  private static List<String> asANobody(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))
        || !Tool.isInstalled("setpriv", "--version")) {
      return command;
    }
    var as =
        new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
    as.addAll(command);
    return as;
  }

  /// The trained image gets a file more, and the build's own directory stays as it is.
  private Image copyOfTheService() throws Exception {
    Path copy = dir.resolve("trained");
    assertThat(Tool.run("cp", "-a", service.home().toString(), copy.toString()).exitCode())
        .isZero();
    return new Image(copy);
  }
}
