package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rules, tried by Prometheus' own tool on made-up series; the dashboards' form. `MonitoringIT`
/// has both on a running pipeline.
class MonitoringTest {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\w+");

  @Test
  void everyAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    Tool.assume("promtool", "prometheus");
    String output =
        Tool.run(
            MonitoringFiles.DIR.resolve("prometheus"),
            List.of("promtool", "test", "rules", "rules-test.yml"));
    assertThat(output).contains("SUCCESS");
  }

  @Test
  void prometheusUnderstandsItsConfiguration() throws Exception {
    Tool.assume("promtool", "prometheus");
    Tool.run(
        MonitoringFiles.DIR.resolve("prometheus"),
        List.of("promtool", "check", "config", "prometheus.yml"));
    // Its rules are mounted elsewhere.
    Tool.run(
        MonitoringFiles.DIR.resolve("compose"),
        List.of("promtool", "check", "config", "--syntax-only", "prometheus.yml"));
  }

  @Test
  void alertmanagerUnderstandsItsConfiguration() throws Exception {
    Tool.assume("amtool", "prometheus-alertmanager");
    Tool.run(
        MonitoringFiles.DIR,
        List.of(
            "amtool", "check-config", "alertmanager/alertmanager.yml", "compose/alertmanager.yml"));
  }

  /// Whoever is woken follows the alert's link: it must lead to an entry.
  @Test
  void everyAlertLeadsToAnEntryOfTheRunbook() throws IOException {
    Set<String> anchors =
        Pattern.compile("(?m)^## (.+)$")
            .matcher(Files.readString(MonitoringFiles.DIR.resolveSibling("runbook.md")))
            .results()
            .map(heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 -]", "")
                    .replace(' ', '-'))
            .collect(Collectors.toSet());
    String rules = Files.readString(MonitoringFiles.RULES);
    List<String> links =
        Pattern.compile("(?m)^ +runbook: topology-docs/runbook\\.md#(\\S+)$")
            .matcher(rules)
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links)
        .hasSize(Math.toIntExact(Pattern.compile("- alert:").matcher(rules).results().count()));
    assertThat(anchors).containsAll(links);
  }

  @Test
  void whatIsLeftOfAQueryWithoutItsThresholds() {
    assertThat(Thresholds.strip("up{job=\"a\"} == 0")).containsExactly("up{job=\"a\"}");
    assertThat(Thresholds.strip("a / sum(b > 1) > 14.4 * 0.01 and c{d!=\"> 1\"} > 2"))
        .containsExactly("a / sum(b > 1)", "c{d!=\"> 1\"}");
    assertThat(Thresholds.strip("1 - a / b")).containsExactly("1 - a / b");
  }

  @Test
  void panelsHaveAQueryAPlaceAndNoVariableThatNobodyFillsIn() throws IOException {
    List<JsonNode> dashboards = MonitoringFiles.dashboards();
    assertThat(dashboards).hasSizeGreaterThanOrEqualTo(3);
    assertThat(dashboards.stream().map(one -> one.path("uid").asText()))
        .doesNotHaveDuplicates()
        .allMatch(uid -> uid.startsWith("order-pipeline-"));
    for (JsonNode dashboard : dashboards) {
      List<Integer> ids =
          dashboard.path("panels").findValues("id").stream().map(JsonNode::asInt).toList();
      assertThat(ids).as(dashboard.path("title").asText()).isNotEmpty().doesNotHaveDuplicates();
      for (JsonNode panel : dashboard.path("panels")) {
        assertThat(panel.path("title").asText()).isNotEmpty();
        assertThat(
                panel.path("gridPos").path("x").asInt() + panel.path("gridPos").path("w").asInt())
            .isBetween(1, 24);
        assertThat(panel.path("targets")).isNotEmpty();
      }
    }
    MonitoringFiles.queries()
        .forEach((where, query) -> {
          Matcher variable = VARIABLE.matcher(query);
          assertThat(variable.find()).as("%s: %s", where, query).isFalse();
        });
  }
}
