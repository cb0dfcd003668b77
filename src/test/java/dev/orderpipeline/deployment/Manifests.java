package dev.orderpipeline.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What an overlay of `k8s/` comes to, as `kubectl kustomize` renders it.
record Manifests(List<JsonNode> resources) {

  private static final YAMLMapper YAML = new YAMLMapper();

  static Manifests render(String overlay) throws IOException, InterruptedException {
    Tool kustomize = Tool.run("kubectl", "kustomize", "k8s/overlays/" + overlay);
    if (kustomize.exitCode() != 0) {
      throw new AssertionError(kustomize.err());
    }
    if (!kustomize.err().isEmpty()) {
      throw new AssertionError("kustomize has something to say: " + kustomize.err());
    }
    return new Manifests(parse(kustomize.out()));
  }

  static List<JsonNode> parse(String yaml) throws IOException {
    var all = new ArrayList<JsonNode>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      documents.forEachRemaining(all::add);
    }
    return all;
  }

  List<JsonNode> of(String kind) {
    return resources.stream().filter(r -> r.path("kind").asText().equals(kind)).toList();
  }

  JsonNode the(String kind, String name) {
    return of(kind).stream()
        .filter(r -> name(r).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  static String name(JsonNode resource) {
    return resource.path("metadata").path("name").asText();
  }

  /// The service's own pods' container.
  JsonNode pipeline() {
    return the("StatefulSet", "order-pipeline").at("/spec/template/spec/containers/0");
  }

  /// Every container there is, those of jobs and those that come first among them.
  List<JsonNode> containers() {
    var all = new ArrayList<JsonNode>();
    for (JsonNode resource : resources) {
      for (JsonNode spec : resource.findValues("template")) {
        JsonNode pod = spec.path("spec");
        pod.path("containers").forEach(all::add);
        pod.path("initContainers").forEach(all::add);
      }
    }
    return all;
  }

  /// What a container's process finds in its environment, where secrets have stand-ins.
  TreeMap<String, String> environment(JsonNode container) {
    var environment = new TreeMap<String, String>();
    for (JsonNode from : container.path("envFrom")) {
      the("ConfigMap", from.at("/configMapRef/name").asText())
          .path("data")
          .properties()
          .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    }
    for (JsonNode variable : container.path("env")) {
      String value = variable.path("value").asText("stand-in-for-what-is-referred-to");
      for (var known : environment.entrySet()) {
        value = value.replace("$(" + known.getKey() + ")", known.getValue());
      }
      environment.put(variable.path("name").asText(), value);
    }
    return environment;
  }
}
