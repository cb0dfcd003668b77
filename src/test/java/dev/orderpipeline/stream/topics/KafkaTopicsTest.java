package dev.orderpipeline.stream.topics;

import dev.orderpipeline.Golden;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The topics as Strimzi's resources are those that `topics --create` makes on three brokers.
class KafkaTopicsTest {

  private static final int PARTITIONS = 12;
  private static final int BROKERS = 3;

  private final TopicPlan plan =
      new TopicPlan(new TopicNames("orders."), PARTITIONS, OptionalInt.empty());

  @Test
  void areThePlan() {
    Golden.check(
        Path.of("..", "k8s", "base", "topics.yaml"),
        plan.names().all().stream()
            .map(this::resource)
            .collect(
                Collectors.joining(
                    "---\n", "# Written by the build from the pipeline's own plan.\n", "")));
  }

  private String resource(String topic) {
    String config =
        new TreeMap<>(plan.configOf(topic, BROKERS))
            .entrySet().stream()
                .map(e -> "    %s: \"%s\"\n".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining());
    return """
    apiVersion: kafka.strimzi.io/v1
    kind: KafkaTopic
    metadata:
      name: %s
      labels: {strimzi.io/cluster: orders}
    spec:
      partitions: %d
      replicas: %d
      config:
    %s\
    """
        .formatted(topic, plan.partitionsOf(topic, BROKERS), BROKERS, config);
  }
}
