package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.cli.HealthProbe;
import dev.orderpipeline.cli.OrderPipeline;
import dev.orderpipeline.config.LoadedSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.config.SettingsLoader;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

/// What `docker-compose.yml` and the image's recipe say of the project is true. That the same
/// command lines also run is [ComposeCommandsIT]'s to prove.
class ComposeTest {

  private final Compose compose = Compose.read();
  private final Dockerfile dockerfile = Dockerfile.read();

  @Test
  void composeUnderstandsIt() throws Exception {
    String[] tool;
    if (Tool.isInstalled("docker-compose", "version")) {
      tool = new String[] {"docker-compose", "config", "--quiet"};
    } else {
      assumeTrue(
          Tool.isInstalled("docker", "compose", "version"),
          "docker-compose is not on the PATH: install Debian's package docker-compose to have"
              + " docker-compose.yml checked by it");
      tool = new String[] {"docker", "compose", "config", "--quiet"};
    }
    Tool config = Tool.run(tool);
    assertThat(config.exitCode()).as(config.err()).isZero();
  }

  @Test
  void everyCommandLineAndVariableIsOneOfOurs() {
    assertThat(compose.ours())
        .containsExactlyInAnyOrder("topics", "gateways", "pipeline-1", "pipeline-2", "orders");
    for (String service : compose.ours()) {
      List<String> command = compose.command(service);
      OrderPipeline.commandLine(Map.of())
          .parseArgs(
              (command.isEmpty() ? dockerfile.command() : command)
                  .stream()
                      // The launcher's own, tried by ComposeCommandsIT and ServiceImageIT.
                      .filter(word -> !word.equals("--traces"))
                      .toArray(String[]::new));
      assertThat(settings(service)).isNotNull();
    }
  }

  @Test
  void everyFileIsThere() {
    for (String service : compose.ours()) {
      JsonNode build = compose.service(service).path("build");
      assertThat(build.path("dockerfile").asText()).isEqualTo(Dockerfile.PATH);
      assertThat(dockerfile.stages()).contains(build.path("target").asText());
    }
    String ignored = Project.read(".dockerignore");
    for (String file : dockerfile.copied()) {
      assertThat(Project.path(file)).exists();
      assertThat(ignored.lines().filter(line -> line.startsWith("!")))
          .as("what .dockerignore lets pass, for %s", file)
          .anyMatch(line -> file.startsWith(line.substring(1)));
    }
    for (String service : compose.services()) {
      Map<String, String> mounts = compose.mounts(service);
      mounts.values().forEach(file -> assertThat(Project.path(file)).exists());
      var named = new ArrayList<>(compose.command(service));
      named.addAll(compose.environment(service).values());
      for (String text : named) {
        mounts.forEach((inside, file) -> {
          int at = text.indexOf(inside);
          if (at >= 0) {
            assertThat(Project.path(file + text.substring(at + inside.length()))).exists();
          }
        });
      }
    }
  }

  @Test
  void theHealthCheckAsksWhereTheServiceListens() throws Exception {
    assertThat(dockerfile.healthCheck()).contains(HealthProbe.class.getName());
    String path = dockerfile.healthCheck().getLast();
    assertThat(Project.read("src/main/resources/openapi.yaml")).contains(path + ":");
    // The image's entry point is the launcher, the jar is where the launcher looks for it.
    String home = dockerfile.entrypoint().getFirst().replaceFirst("/order-pipeline$", "");
    assertThat(dockerfile.healthCheck()).contains(home + "/target/order-pipeline.jar");
    assertThat(Files.isExecutable(Project.path("order-pipeline"))).isTrue();
  }

  @Test
  void portsAndNamesAreThoseOfTheServices() {
    int payments =
        URI.create(compose.environment("pipeline-1").get("ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL"))
            .getPort();
    assertThat(compose.command("gateways")).contains("--port=" + payments);
    assertThat(compose.published("gateways")).isEqualTo(payments);
    for (String service : List.of("pipeline-1", "pipeline-2")) {
      Settings settings = settings(service);
      assertThat(compose.published(service)).isEqualTo(settings.http().port());
      assertThat(settings.http().advertisedHost()).contains(service);
      assertThat(settings.process().instanceId()).contains(service);
      assertThat(Project.read("topology-docs/monitoring/compose/prometheus.yml"))
          .contains("\"" + service + ":" + settings.http().port() + "\"");
      assertThat(compose.command("gateways"))
          .contains(
              "--token="
                  + compose.environment(service).get("ORDER_PIPELINE_GATEWAYS_PAYMENTS_TOKEN"));
    }
    for (String file :
        List.of("prometheus.yml", "otel-collector.yml", "grafana/datasources/datasources.yml")) {
      Pattern.compile("http://([a-z0-9-]+):\\d+")
          .matcher(Project.read("topology-docs/monitoring/compose/" + file))
          .results()
          .forEach(url -> assertThat(compose.services()).contains(url.group(1)));
    }
  }

  @Test
  void traceAndLogsGoToTheCollector() {
    URI collector =
        URI.create(compose.environment("pipeline-1").get("OTEL_EXPORTER_OTLP_ENDPOINT"));
    assertThat(compose.services()).contains(collector.getHost());
    assertThat(Project.read("topology-docs/monitoring/compose/otel-collector.yml"))
        .contains("http: {endpoint: 0.0.0.0:" + collector.getPort() + "}");
  }

  @Test
  void everySettingOfTheBrokersIsOneOfKafkas() {
    Set<String> known =
        Set.copyOf(scala.jdk.javaapi.CollectionConverters.asJava(KafkaConfig.configNames()));
    for (String node : List.of("kafka-1", "kafka-2", "kafka-3")) {
      var environment = new TreeMap<>(compose.environment(node));
      assertThat(environment.remove("CLUSTER_ID")).isNotNull();
      assertThat(environment.keySet()).allMatch(name -> known.contains(kafkaName(name)));
      assertThat(settings("pipeline-1").kafka().bootstrapServers())
          .contains(environment.get("KAFKA_ADVERTISED_LISTENERS").replace("CLIENT://", ""));
    }
  }

  private static String kafkaName(String variable) {
    return variable.replaceFirst("^KAFKA_", "").replace('_', '.').toLowerCase(Locale.ROOT);
  }

  private Settings settings(String service) {
    var environment = new TreeMap<>(dockerfile.environment());
    environment.putAll(compose.environment(service));
    return switch (new SettingsLoader(environment).load(Optional.empty(), Map.of())) {
      case LoadedSettings.Usable usable -> usable.settings();
      case LoadedSettings.Unusable unusable ->
          throw new AssertionError(service + ": " + unusable.problems());
    };
  }
}
