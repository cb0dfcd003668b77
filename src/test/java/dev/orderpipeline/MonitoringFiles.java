package dev.orderpipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Dashboards and rules as they are shipped.
final class MonitoringFiles {

  static final Path DIR =
      Path.of(System.getProperty("project.basedir", "."), "topology-docs", "monitoring")
          .toAbsolutePath()
          .normalize();
  static final Path RULES = DIR.resolve("prometheus/order-pipeline.rules.yml");
  static final Path ALERTMANAGER = DIR.resolve("alertmanager/alertmanager.yml");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MonitoringFiles() {}

  static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(DIR.resolve("grafana"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        dashboards.add(JSON.readTree(file.toFile()));
      }
    }
    return dashboards;
  }

  /// Every panel's queries by where they are, as Grafana would send them.
  static SequencedMap<String, String> queries() throws IOException {
    SequencedMap<String, String> queries = new LinkedHashMap<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.put(
              "%s, %s, %s"
                  .formatted(
                      dashboard.path("title").asText(),
                      panel.path("title").asText(),
                      target.path("refId").asText()),
              target
                  .path("expr")
                  .asText()
                  .replace("$__rate_interval", "15s")
                  .replace("$instance", ".*"));
        }
      }
    }
    return queries;
  }
}
