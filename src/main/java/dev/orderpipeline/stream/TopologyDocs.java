package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.apache.kafka.streams.processor.api.Record;

/// The topology as documents, made from the topology that runs. Nothing is started.
public final class TopologyDocs {

  private static final Duration ANY_MEMORY = Duration.ofHours(72);

  private TopologyDocs() {}

  /// As Kafka Streams describes it.
  public static String describe(TopicNames topics) {
    return description(topics).toString();
  }

  /// As a Mermaid flowchart: topics are cylinders, nodes are boxes.
  public static String mermaid(TopicNames topics) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    for (Subtopology part : description(topics).subtopologies()) {
      part.nodes().stream()
          .sorted(Comparator.comparing(Node::name))
          .forEach(node -> draw(node, out));
    }
    return out.toString();
  }

  /// The page in `topology-docs/`.
  public static String page(TopicNames topics) {
    return """
        # The topology

        One sub-topology, keyed by orderId: a partition owns its orders. `./order-pipeline topology` prints this page
        from the code.

        ```mermaid
        %s```

        As Kafka Streams describes it:

        ```
        %s
        ```
        """
        .formatted(mermaid(topics), describe(topics).stripTrailing());
  }

  private static void draw(Node node, StringBuilder out) {
    switch (node) {
      case Source source -> {
        for (String topic : sorted(source.topicSet())) {
          for (Node next : source.successors()) {
            out.append("  %s[(%s)] --> %s\n".formatted(topic, topic, next.name()));
          }
        }
      }
      case Processor processor ->
          processor.successors().stream()
              .sorted(Comparator.comparing(Node::name))
              .forEach(next -> out.append("  %s --> %s\n".formatted(node.name(), target(next))));
      case Sink _ -> {
        // Drawn as the target of the nodes that write to it.
      }
      default -> throw new IllegalStateException("a node of an unknown kind: " + node.name());
    }
  }

  private static String target(Node node) {
    return node instanceof Sink sink
        ? "%s[(%s)]".formatted(sink.topic(), sink.topic())
        : node.name();
  }

  private static Iterable<String> sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.toList());
  }

  private static TopologyDescription description(TopicNames topics) {
    Topology topology =
        PipelineTopology.draw(
            topics,
            ANY_MEMORY,
            new PipelineTopology.Nodes() {
              @Override
              public org.apache.kafka.streams.processor.api.Processor<
                      byte[], byte[], Object, Object>
                  admit() {
                return new Drawn<>();
              }

              @Override
              public org.apache.kafka.streams.processor.api.Processor<
                      String, Handover, Object, Object>
                  stage(StageName name) {
                return new Drawn<>();
              }
            });
    return topology.describe();
  }

  /// Stands for a node where the topology is only looked at.
  private static final class Drawn<K, V>
      implements org.apache.kafka.streams.processor.api.Processor<K, V, Object, Object> {
    @Override
    public void process(Record<K, V> record) {
      throw new IllegalStateException("this topology is for drawing");
    }
  }
}
