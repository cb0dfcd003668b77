package dev.orderpipeline.bench.variant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a peer is told, on its command line: `key=value`, each an argument.
record PeerSettings(Map<String, String> values) {

  static final String OUTCOMES = "completed";

  PeerSettings {
    values = Map.copyOf(values);
  }

  static PeerSettings of(VariantSetup setup) {
    var values = new HashMap<>(setup.settings());
    values.put("run-id", setup.runId());
    values.put("bootstrap", setup.bootstrap());
    values.put("gateways", setup.gatewaysUrl());
    values.put("dir", setup.dir().toString());
    values.put("shape", setup.shape().toString());
    return new PeerSettings(values);
  }

  static PeerSettings parse(List<String> args) {
    return new PeerSettings(
        args.stream()
            .map(arg -> arg.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  List<String> args() {
    return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  String runId() {
    return need("run-id");
  }

  String bootstrap() {
    return need("bootstrap");
  }

  String gateways() {
    return need("gateways");
  }

  String dir() {
    return need("dir");
  }

  Shape shape() {
    return Shape.parse(need("shape"));
  }

  String placed() {
    return topic("placed");
  }

  String topic(String name) {
    return runId() + "." + name;
  }

  int number(String key, int usual) {
    return values.containsKey(key) ? Integer.parseInt(need(key)) : usual;
  }

  private String need(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "a peer needs " + key + ", has " + Arrays.toString(values.keySet().toArray()));
    }
    return value;
  }
}
