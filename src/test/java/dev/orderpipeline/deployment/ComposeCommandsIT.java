package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command line of `docker-compose.yml` that is ours, run with its environment, from the
/// files that its image holds. Only addresses and directories are this machine's.
class ComposeCommandsIT {

  private static final int ENOUGH = 40;

  private final Compose compose = Compose.read();
  private final Dockerfile dockerfile = Dockerfile.read();

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @SuppressWarnings("NullAway.Init") // set before each test
  private EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Processes processes;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    processes = new Processes(dir);
  }

  @AfterEach
  void end() {
    processes.close();
    broker.close();
  }

  @Test
  void ordersAreCompletedByWhatComposeRuns() throws Exception {
    Image simulation = Image.simulation();
    processes.endsWell("topics", run("topics", simulation, Map.of()));
    run(
        "gateways",
        simulation,
        Map.of("--port=8090", "--port=0", "/var/lib/order-pipeline", dir + ""));
    String gateways =
        processes.said("gateways", "listening on http://(\\S+)").replace("0.0.0.0", "127.0.0.1");

    var pipelines = new ArrayList<Process>();
    for (String name : List.of("pipeline-1", "pipeline-2")) {
      pipelines.add(
          run(
              name,
              Image.service(),
              Map.of(
                  "gateways:8090",
                  gateways,
                  "8080",
                  "0",
                  "/var/lib/order-pipeline",
                  dir.resolve(name).toString())));
      assertThat(processes.said(name, "serving (\\S+) on ")).isEqualTo("orders.*");
    }
    run("orders", simulation, Map.of());

    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(completed()).hasSizeGreaterThan(ENOUGH));
    for (Process pipeline : pipelines) {
      pipeline.destroy();
      assertThat(pipeline.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Starts what compose starts, with texts replaced where this machine differs.
  private Process run(String service, Image image, Map<String, String> here) throws Exception {
    var replacements = new TreeMap<>(here);
    replacements.put("kafka-1:9092,kafka-2:9092,kafka-3:9092", broker.bootstrapServers());
    List<String> asked = compose.command(service);
    List<String> command =
        (asked.isEmpty() ? dockerfile.command() : asked)
            .stream().map(word -> replaced(word, replacements)).toList();
    var environment = new TreeMap<>(dockerfile.environment());
    environment.putAll(compose.environment(service));
    environment.replaceAll((_, value) -> replaced(value, replacements));
    return processes.start(service, image.run(command), environment);
  }

  private static String replaced(String text, Map<String, String> replacements) {
    String result = text;
    for (var each : replacements.entrySet()) {
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }

  private List<TopicRecord> completed() {
    var records = new ArrayList<TopicRecord>();
    new TopicReader(Map.of("bootstrap.servers", broker.bootstrapServers()), System::nanoTime)
        .read(
            ReadRequest.committed(
                List.of(new TopicNames("orders.").completed()), Duration.ofSeconds(20)),
            records::add);
    return records;
  }
}
