package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What the collector and Grafana are given: every key is one that they have, and what is referred
/// to is there. Neither of them runs here; what Prometheus and Alertmanager are given is tried on
/// them.
class ObservabilityTest {

  private static final String MONITORING = "topology-docs/monitoring/";
  private static final String COLLECTOR = MONITORING + "compose/otel-collector.yml";
  private static final String DATASOURCES =
      MONITORING + "compose/grafana/datasources/datasources.yml";
  private static final String PROVIDERS = MONITORING + "compose/grafana/dashboards/dashboards.yml";

  /// Fails on keys that it has no place for.
  private static final ObjectMapper STRICT = JsonMapper.builder().build();

  private final Compose compose = Compose.read();

  @Test
  void theCollectorsComponentsAreConfiguredWithWhatTheyKnowAndAllAreUsed() throws Exception {
    CollectorModel.Config config = collector(yaml(COLLECTOR));
    assertThat(config.service().pipelines()).containsOnlyKeys("traces", "logs");
    Set<String> used = new TreeSet<>();
    config
        .service()
        .pipelines()
        .forEach((name, pipeline) -> {
          assertThat(config.receivers()).as(name).containsKeys(array(pipeline.receivers()));
          assertThat(config.processors()).as(name).containsKeys(array(pipeline.processors()));
          assertThat(config.exporters()).as(name).containsKeys(array(pipeline.exporters()));
          // Whatever comes before it has no limit.
          assertThat(pipeline.processors()).as(name).first().isEqualTo("memory_limiter");
          Stream.of(pipeline.receivers(), pipeline.processors(), pipeline.exporters())
              .forEach(used::addAll);
        });
    assertThat(used)
        .containsAll(config.receivers().keySet())
        .containsAll(config.processors().keySet())
        .containsAll(config.exporters().keySet());
  }

  @Test
  void grafanaIsGivenWhatItKnowsAndEverySourceThatIsAskedIsThere() throws Exception {
    GrafanaModel.Datasources datasources =
        STRICT.treeToValue(yaml(DATASOURCES), GrafanaModel.Datasources.class);
    Set<String> uids =
        datasources.datasources().stream()
            .map(GrafanaModel.Datasource::uid)
            .collect(Collectors.toSet());
    for (GrafanaModel.Datasource source : datasources.datasources()) {
      if (source.jsonData() != null) {
        assertThat(source.jsonData().derivedFields())
            .allMatch(field -> uids.contains(field.datasourceUid()));
      }
    }
    List<Path> dashboards = dashboards();
    assertThat(dashboards).isNotEmpty();
    for (Path file : dashboards) {
      GrafanaModel.Dashboard dashboard =
          STRICT.readValue(file.toFile(), GrafanaModel.Dashboard.class);
      assertThat(dashboard.panels())
          .allSatisfy(panel -> {
            assertThat(panel.type()).isIn("timeseries", "stat");
            assertThat(uids).contains(panel.datasource().uid());
            assertThat(panel.targets())
                .allMatch(target -> uids.contains(target.datasource().uid()));
          });
    }
    GrafanaModel.Providers providers =
        STRICT.treeToValue(yaml(PROVIDERS), GrafanaModel.Providers.class);
    Map<String, String> mounts = compose.mounts("grafana");
    assertThat(providers.providers())
        .extracting(provider -> provider.options().path())
        .containsExactly("/etc/monitoring/grafana");
    assertThat(Project.path(mounts.get("/etc/monitoring")).resolve("grafana"))
        .isEqualTo(dashboards.getFirst().getParent());
    assertThat(compose.environment("grafana").get("GF_PATHS_PROVISIONING"))
        .isEqualTo("/etc/monitoring/compose/grafana");
  }

  @ParameterizedTest
  @CsvSource({
    "/receivers/otlp/protocols/http, endpoint",
    "/processors/memory_limiter, limit_mib",
    "/processors/batch, timeout",
    "/exporters/otlphttp~1loki, endpoint",
    "/service/pipelines/traces, processors",
    "/service, pipelines",
    "'', exporters",
  })
  void aMisspeltKeyOfTheCollectorIsRefused(String where, String key) {
    JsonNode config = yaml(COLLECTOR);
    misspell(config.at(where), key);
    assertThatThrownBy(() -> collector(config)).isInstanceOf(UnrecognizedPropertyException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/datasources/0, isDefault",
    "/datasources/2/jsonData, derivedFields",
    "/datasources/2/jsonData/derivedFields/0, datasourceUid",
  })
  void aMisspeltKeyOfGrafanaIsRefused(String where, String key) {
    JsonNode config = yaml(DATASOURCES);
    misspell(config.at(where), key);
    assertThatThrownBy(() -> STRICT.treeToValue(config, GrafanaModel.Datasources.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  /// In compose nobody is called, and otherwise alerts go where the example has them go.
  @Test
  void alertsOfComposeAreRoutedAsInTheExample() {
    JsonNode example = yaml(MONITORING + "alertmanager/alertmanager.yml");
    JsonNode here = yaml(MONITORING + "compose/alertmanager.yml");
    assertThat(here.path("route")).isEqualTo(example.path("route"));
    assertThat(here.path("inhibit_rules")).isEqualTo(example.path("inhibit_rules"));
    assertThat(here.path("receivers").findValuesAsText("name"))
        .isEqualTo(example.path("receivers").findValuesAsText("name"));
    String target =
        yaml(MONITORING + "compose/prometheus.yml")
            .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
            .asText();
    assertThat(target).isEqualTo("alertmanager:" + compose.published("alertmanager"));
    assertThat(compose.services()).contains("alertmanager");
  }

  private static CollectorModel.Config collector(JsonNode file) throws JsonProcessingException {
    CollectorModel.Config config = STRICT.treeToValue(file, CollectorModel.Config.class);
    parse(config.receivers(), CollectorModel.RECEIVERS);
    parse(config.processors(), CollectorModel.PROCESSORS);
    parse(config.exporters(), CollectorModel.EXPORTERS);
    return config;
  }

  private static void parse(Map<String, JsonNode> components, Map<String, Class<?>> types)
      throws JsonProcessingException {
    for (var component : components.entrySet()) {
      Class<?> type = types.get(component.getKey().split("/", 2)[0]);
      assertThat(type).as("%s is none of %s", component.getKey(), types.keySet()).isNotNull();
      assertThat(STRICT.treeToValue(component.getValue(), type)).isNotNull();
    }
  }

  private static void misspell(JsonNode node, String key) {
    ObjectNode place = (ObjectNode) node;
    assertThat(place.has(key)).isTrue();
    place.set(key.replaceFirst("(.)(.)$", "$2$1"), place.remove(key));
  }

  private static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Project.path(MONITORING + "grafana"))) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static String[] array(List<String> names) {
    return names.toArray(String[]::new);
  }

  private static JsonNode yaml(String file) {
    Map<String, Object> loaded =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Project.read(file));
    return STRICT.valueToTree(loaded);
  }
}
