package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.cli.OrderPipeline;
import dev.orderpipeline.config.LoadedSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.config.SettingsLoader;
import dev.orderpipeline.stream.topics.TopicNames;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `k8s/` as kustomize renders it: every field exists, and what it says of the pipeline is true.
class ManifestsTest {

  private static final Pattern KUSTOMIZE = Pattern.compile("kustomizeVersion\"?: \"?v(\\d+)");
  private static final int OLDEST_KUSTOMIZE = 5;
  private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

  @BeforeAll
  static void render() throws Exception {
    assumeTrue(
        kustomize() >= OLDEST_KUSTOMIZE,
        "no kubectl with kustomize 5 or later on the PATH: Debian's package kubernetes-client has"
            + " it from Debian 13 on; k8s/ is not checked");
    for (String overlay : List.of("staging", "production")) {
      RENDERED.put(overlay, Manifests.render(overlay));
    }
  }

  private static int kustomize() throws InterruptedException {
    try {
      Matcher version =
          KUSTOMIZE.matcher(Tool.run("kubectl", "version", "--client", "--output=json").out());
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static Manifests rendered(String overlay) {
    return Optional.ofNullable(RENDERED.get(overlay)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void everyFieldOfEveryResourceExists(String overlay) throws Exception {
    Manifests manifests = rendered(overlay);
    for (JsonNode resource : manifests.resources()) {
      assertThat(StrictModel.parse(resource)).isNotNull();
      assertThat(resource.at("/metadata/namespace").asText()).isNotEmpty();
    }
    assertThat(StrictModel.parse(manifests.the("StatefulSet", "order-pipeline")))
        .isInstanceOf(StatefulSet.class);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, /spec/template/spec/containers/0, readinessProbe",
    "StatefulSet, /spec/template/spec/containers/0/lifecycle/preStop, sleep",
    "StatefulSet, /spec/template/spec/topologySpreadConstraints/0, whenUnsatisfiable",
    "Service, /spec/ports/0, targetPort",
    "PodDisruptionBudget, /spec, maxUnavailable",
    "NetworkPolicy, /spec/egress/0/to/0, namespaceSelector",
    "ConfigMap, '', data",
    "CronJob, /spec/jobTemplate/spec, activeDeadlineSeconds",
    "Role, /rules/0, verbs",
    "ServiceMonitor, /spec/endpoints/0, path",
    "KafkaTopic, /spec, partitions",
    "KafkaUser, /spec/authorization, acls",
    "KafkaUser, /spec/authorization/acls/0/resource, patternType",
    "ScaledObject, /spec, maxReplicaCount",
    "ScaledObject, /spec/triggers/0/metadata, lagThreshold",
    "ScaledObject, /spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleUp, policies",
    "TriggerAuthentication, /spec/secretTargetRef/0, parameter",
  })
  void aMisspeltFieldIsRefused(String kind, String where, String field) {
    JsonNode resource =
        rendered("staging").of(kind).stream()
            .filter(r -> r.at(where).has(field))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no %s has %s/%s".formatted(kind, where, field)))
            .deepCopy();
    ObjectNode place = (ObjectNode) resource.at(where);
    String misspelt = field.replaceFirst("(.)(.)$", "$2$1");
    place.set(misspelt, place.remove(field));
    assertThatThrownBy(() -> StrictModel.parse(resource))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining(misspelt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void everyVariableIsASettingAndEveryCommandLineIsOne(String overlay) {
    Manifests manifests = rendered(overlay);
    int ours = 0;
    for (JsonNode container : manifests.containers()) {
      if (!container.path("image").asText().contains("order-pipeline")
          || container.has("command")) {
        continue;
      }
      ours++;
      String[] args =
          Texts.of(container.path("args")).stream()
              // The launcher's own, tried by ServiceImageIT.
              .filter(word -> !word.equals("--traces"))
              .toArray(String[]::new);
      OrderPipeline.commandLine(Map.of()).parseArgs(args);
      assertThat(settings(manifests.environment(container))).isNotNull();
    }
    assertThat(ours).isEqualTo(overlay.equals("staging") ? 4 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void portsAndPathsAreThoseOfTheService(String overlay) {
    Manifests manifests = rendered(overlay);
    JsonNode container = manifests.pipeline();
    Settings settings = settings(manifests.environment(container));
    assertThat(container.at("/ports/0/name").asText()).isEqualTo("http");
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(settings.http().port());
    String api = Project.read("src/main/resources/openapi.yaml");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("http");
      assertThat(api).contains(container.at("/" + probe + "/httpGet/path").asText() + ":");
    }
    for (String service : List.of("order-pipeline", "order-pipeline-peers")) {
      JsonNode port = manifests.the("Service", service).at("/spec/ports/0");
      assertThat(port.path("targetPort").asText()).isEqualTo("http");
    }
    // A headless service does not translate ports: what instances call is what they listen on.
    assertThat(manifests.the("Service", "order-pipeline-peers").at("/spec/ports/0/port").asInt())
        .isEqualTo(settings.http().port());
    assertThat(manifests.the("StatefulSet", "order-pipeline").at("/spec/serviceName").asText())
        .isEqualTo("order-pipeline-peers");
    assertThat(settings.http().advertisedHost().orElseThrow()).contains(".order-pipeline-peers.");
    assertThat(settings.process().instanceId()).isPresent();
    assertThat(settings.process().standbyReplicas()).isPositive();
    JsonNode monitor = manifests.the("ServiceMonitor", "order-pipeline");
    assertThat(manifests.the("Service", "order-pipeline-peers").at("/metadata/labels").properties())
        .containsAll(monitor.at("/spec/selector/matchLabels").properties());
    assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void localStateIsOnTheDiskAndNothingElseIsWrittenTo(String overlay) {
    Manifests manifests = rendered(overlay);
    JsonNode container = manifests.pipeline();
    Path state = settings(manifests.environment(container)).process().stateDir();
    assertThat(container.at("/volumeMounts/0/name").asText()).isEqualTo("state");
    assertThat(state).startsWithRaw(Path.of(container.at("/volumeMounts/0/mountPath").asText()));
    for (JsonNode each : manifests.containers()) {
      assertThat(each.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void scalesByTheLagOfItsInputUpToOneThreadForEachPartition(String overlay) {
    Manifests manifests = rendered(overlay);
    Settings settings = settings(manifests.environment(manifests.pipeline()));
    TopicNames names = new TopicNames(settings.topics().prefix());
    JsonNode scaled = manifests.the("ScaledObject", "order-pipeline").path("spec");
    int partitions = manifests.the("KafkaTopic", names.placed()).at("/spec/partitions").asInt();
    assertThat(scaled.path("maxReplicaCount").asInt() * settings.process().threads())
        .isEqualTo(partitions)
        .isEqualTo(settings.topics().partitions());
    assertThat(scaled.path("minReplicaCount").asInt())
        .isGreaterThan(settings.process().standbyReplicas())
        .isLessThan(scaled.path("maxReplicaCount").asInt());
    assertThat(scaled.at("/scaleTargetRef/name").asText()).isEqualTo("order-pipeline");
    JsonNode trigger = scaled.at("/triggers/0/metadata");
    assertThat(trigger.path("topic").asText()).isEqualTo(names.placed());
    assertThat(trigger.path("consumerGroup").asText()).isEqualTo(settings.pipelineId());
    assertThat(trigger.path("bootstrapServers").asText())
        .isEqualTo(settings.kafka().bootstrapServers());
    // A count in the manifest would undo, at every apply, what the scaler has done.
    assertThat(manifests.the("StatefulSet", "order-pipeline").path("spec").has("replicas"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void hasEveryTopicAndNoSecret(String overlay) {
    Manifests manifests = rendered(overlay);
    assertThat(manifests.of("KafkaTopic").stream().map(Manifests::name))
        .containsExactlyInAnyOrderElementsOf(new TopicNames("orders.").all());
    assertThat(manifests.of("Secret")).isEmpty();
    for (JsonNode container : manifests.containers()) {
      for (JsonNode variable : container.path("env")) {
        if (variable.path("name").asText().matches(".*(TOKEN|KEY|PASSWORD|JAAS_CONFIG)")) {
          assertThat(variable.at("/valueFrom/secretKeyRef/name").asText())
              .as(variable.toString())
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void theGatewaysOfStagingAreReachedWhereTheyListen() {
    Manifests staging = rendered("staging");
    JsonNode gateways = staging.the("StatefulSet", "gateways").at("/spec/template/spec");
    int port = gateways.at("/containers/0/ports/0/containerPort").asInt();
    assertThat(Texts.of(gateways.at("/containers/0/args"))).contains("--port=" + port);
    String url = "http://gateways:" + port;
    assertThat(staging.environment(staging.pipeline()))
        .containsEntry("ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", url)
        .containsEntry("ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", url);
    JsonNode audit =
        staging.the("CronJob", "game-day").at("/spec/jobTemplate/spec/template/spec/containers/0");
    assertThat(Texts.of(audit.path("args"))).contains(url + "/ledger");
    assertThat(staging.the("NetworkPolicy", "order-pipeline").at("/spec/egress").toString())
        .contains("\"port\":" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void tracesGoWhereTheNetworkPolicyLetsThem(String overlay) {
    Manifests manifests = rendered(overlay);
    assertThat(Texts.of(manifests.pipeline().path("args"))).isEqualTo(Dockerfile.read().command());
    URI collector =
        URI.create(
            Objects.requireNonNull(
                manifests.environment(manifests.pipeline()).get("OTEL_EXPORTER_OTLP_ENDPOINT")));
    JsonNode egress = manifests.the("NetworkPolicy", "order-pipeline").at("/spec/egress");
    String namespace = collector.getHost().replaceFirst("^[^.]*\\.", "");
    assertThat(egress.valueStream().filter(rule -> rule.toString().contains(namespace)))
        .anyMatch(rule -> rule.at("/ports/0/port").asInt() == collector.getPort());
  }

  /// That the strikes happen is [GameDayStrikeTest]'s to prove.
  @Test
  void theGameDayFindsWhatItStrikesAndMayDoSo() {
    Manifests staging = rendered("staging");
    String strikes = Project.read("k8s/overlays/staging/game-day-strike.sh");
    Set<String> struck =
        Pattern.compile("take app\\.kubernetes\\.io/name=(\\S+)")
            .matcher(strikes)
            .results()
            .map(strike -> strike.group(1))
            .collect(Collectors.toSet());
    assertThat(struck).containsExactlyInAnyOrder("order-pipeline", "gateways");
    for (String name : struck) {
      JsonNode labels = staging.the("StatefulSet", name).at("/spec/template/metadata/labels");
      assertThat(labels.path("app.kubernetes.io/name").asText()).isEqualTo(name);
    }
    // What Strimzi labels its pods with: the cluster is the one that the topics are for.
    assertThat(strikes).contains("take strimzi.io/cluster=orders,strimzi.io/broker-role=true");
    assertThat(
            staging
                .the("KafkaTopic", "orders.placed")
                .at("/metadata/labels")
                .path("strimzi.io/cluster")
                .asText())
        .isEqualTo("orders");
    assertThat(strikes)
        .contains(
            "http://gateways:"
                + staging.the("Service", "gateways").at("/spec/ports/0/port").asInt());
    Set<String> allowed =
        staging
            .the("Role", "game-day")
            .at("/rules/0/verbs")
            .valueStream()
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    assertThat(allowed).contains("list", "delete");
  }

  private static Settings settings(Map<String, String> environment) {
    return switch (new SettingsLoader(environment).load(Optional.empty(), Map.of())) {
      case LoadedSettings.Usable usable -> usable.settings();
      case LoadedSettings.Unusable unusable ->
          throw new AssertionError(unusable.problems().toString());
    };
  }
}
