package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditMetrics;
import dev.orderpipeline.operations.audit.AuditReading;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.LedgerSource;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pipeline, watched by a real Prometheus and a real Alertmanager while its payment gateway is
/// down: with the rules and dashboards that are shipped, but for the times that they wait.
class MonitoringIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path dir;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private String prometheus = "";

  @AfterEach
  void close() throws Exception {
    http.close();
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private <C extends AutoCloseable> C closing(C one) {
    open.add(one);
    return one;
  }

  @Test
  void theBreakersAlertFiresAndResolvesAndEveryQueryHasData() throws Exception {
    Tool.assume("prometheus", "prometheus");
    Tool.assume("prometheus-alertmanager", "prometheus-alertmanager");
    EmbeddedBroker broker = closing(EmbeddedBroker.start(dir.resolve("broker")));
    World world = closing(new World(broker, dir, "watched", 2));
    Service service =
        closing(
            new Service(
                world.quickBreaker(),
                dev.orderpipeline.http.HttpServer.settings(Map.of()),
                PipelineEvents.NONE,
                CallListener.NONE));
    service.start();
    AuditMetrics.write(dir.resolve("audit.prom"), audit(world), Instant.now());
    int local = serveAuditAndTakeNotifications();
    startPrometheus(service, local, startAlertmanager(local));
    keepPlacing(world);

    awaitData(MonitoringFiles.queries());
    everyMeterOfTheReferenceIsThere();

    world.gateways().faults().set("payments.outage=1");
    awaitNotification("BreakerOpen", "firing");
    assertThat(alert("BreakerOpen", "firing").path("labels").path("gateway").asText())
        .isEqualTo("payments");
    assertThat(alert("BreakerOpen", "firing").path("annotations").path("runbook").asText())
        .isEqualTo("topology-docs/runbook.md#a-gateway-is-down");
    awaitData(withoutThresholds());

    world.gateways().faults().clear();
    awaitNotification("BreakerOpen", "resolved");
    assertThat(notifications.stream().flatMap(one -> one.path("alerts").valueStream()))
        .noneMatch(alert -> alert.path("labels").path("alertname").asText().equals("InstanceDown"));
  }

  /// Of a pipeline that has done nothing yet.
  private AuditReport audit(World world) throws IOException {
    return new AuditReading(
            (_, _, _) -> {},
            new TopicRoles(world.topics().prefix()),
            new DecoderJudge(),
            List.of(LedgerSource.of(world.gateways().ledger().toString())))
        .run(false, Optional.empty(), AuditLimits.in(dir));
  }

  /// Orders of all kinds, a few dozen a second, until the test ends.
  private void keepPlacing(World world) {
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    int[] placed = {0};
    var _ =
        thread.scheduleAtFixedRate(
            () -> {
              int n = placed[0]++;
              String id = "o-" + n;
              switch (n % 8) {
                case 0 -> world.place(id, World.order(id, "pm_declined", "SKU-1"));
                case 1 -> world.place(id, World.order(id, "pm_1", "SKU-OUT-1"));
                case 2 -> world.place(id, "not JSON");
                case 3 -> world.place("o-" + Math.max(4, n - 7));
                default -> world.place(id);
              }
            },
            0,
            30,
            TimeUnit.MILLISECONDS);
    closing(() -> {
      thread.shutdownNow();
      assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    });
  }

  private int serveAuditAndTakeNotifications() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics", call -> reply(call, Files.readString(dir.resolve("audit.prom"))));
    server.createContext(
        "/",
        call -> {
          notifications.add(JSON.readTree(call.getRequestBody().readAllBytes()));
          reply(call, "");
        });
    server.start();
    closing(() -> server.stop(0));
    return server.getAddress().getPort();
  }

  private static void reply(HttpExchange call, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    call.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    call.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private int startAlertmanager(int receivers) throws IOException {
    int port = freePort();
    Path config = dir.resolve("alertmanager.yml");
    Files.writeString(
        config,
        Files.readString(MonitoringFiles.ALERTMANAGER)
            .replace("localhost:9099", "127.0.0.1:" + receivers)
            .replaceAll("group_wait: \\S+", "group_wait: 1s")
            .replaceAll("group_interval: \\S+", "group_interval: 1s"));
    process(
        "alertmanager",
        "prometheus-alertmanager",
        "--config.file=" + config,
        "--storage.path=" + dir.resolve("alertmanager"),
        "--web.listen-address=127.0.0.1:" + port,
        "--cluster.listen-address=");
    return port;
  }

  private void startPrometheus(Service service, int audit, int alertmanager) throws IOException {
    int port = freePort();
    Files.writeString(
        dir.resolve("order-pipeline.rules.yml"),
        Files.readString(MonitoringFiles.RULES).replaceAll("for: \\d+\\w", "for: 1s"));
    Path config = dir.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [order-pipeline.rules.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
        scrape_configs:
          - {job_name: order-pipeline, static_configs: [{targets: ["%s"]}]}
          - {job_name: order-pipeline-audit, static_configs: [{targets: ["127.0.0.1:%d"]}]}
        """
            .formatted(alertmanager, URI.create(service.url()).getAuthority(), audit));
    process(
        "prometheus",
        "prometheus",
        "--config.file=" + config,
        "--storage.tsdb.path=" + dir.resolve("prometheus"),
        "--web.listen-address=127.0.0.1:" + port);
    prometheus = "http://127.0.0.1:" + port;
  }

  private void process(String name, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile())
            .start();
    closing(() -> {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Every rule's queries by its name, as Prometheus has read them.
  private SequencedMap<String, String> withoutThresholds() throws Exception {
    SequencedMap<String, String> queries = new LinkedHashMap<>();
    for (JsonNode group : get("/api/v1/rules").path("data").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        int part = 0;
        for (String query : Thresholds.strip(rule.path("query").asText())) {
          queries.put(rule.path("name").asText() + ", " + part++, query);
        }
      }
    }
    assertThat(queries).hasSizeGreaterThanOrEqualTo(17);
    return queries;
  }

  private void everyMeterOfTheReferenceIsThere() throws Exception {
    List<String> names = new ArrayList<>();
    get("/api/v1/label/__name__/values")
        .path("data")
        .forEach(name -> names.add(name.asText().replaceFirst("_count$", "")));
    List<String> listed =
        Pattern.compile("(?m)^(?:\\| |- )`(\\w+)`")
            .matcher(Files.readString(MonitoringFiles.DIR.resolveSibling("metrics.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(listed).hasSizeGreaterThan(40);
    assertThat(names).containsAll(listed);
  }

  /// Each has returned a number at least once.
  private void awaitData(SequencedMap<String, String> queries) {
    SequencedMap<String, String> without = new LinkedHashMap<>(queries);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          without.values().removeIf(this::hasData);
          assertThat(without).as("queries without data").isEmpty();
        });
  }

  private boolean hasData(String query) {
    try {
      JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
      assertThat(answer.path("status").asText()).as("%s: %s", query, answer).isEqualTo("success");
      return answer
          .path("data")
          .path("result")
          .valueStream()
          .anyMatch(sample -> Double.isFinite(sample.path("value").path(1).asDouble(Double.NaN)));
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(
        http.send(
                HttpRequest.newBuilder(URI.create(prometheus + path)).build(),
                BodyHandlers.ofString())
            .body());
  }

  private void awaitNotification(String alert, String status) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(alerts(alert, status)).as("%s, %s", alert, notifications).isNotEmpty());
  }

  private JsonNode alert(String name, String status) {
    return alerts(name, status).getFirst();
  }

  private List<JsonNode> alerts(String name, String status) {
    return notifications.stream()
        .flatMap(notification -> notification.path("alerts").valueStream())
        .filter(alert ->
            alert.path("labels").path("alertname").asText().equals(name)
                && alert.path("status").asText().equals(status))
        .toList();
  }
}
