package dev.orderpipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/// The topology has the ways that orders take: one that is missing would stop the first order that
/// wants to take it.
class PipelineTopologyTest {

  private static final TopicNames TOPICS = new TopicNames("orders.");

  /// Section 2 of the design.
  private static final Map<StateName, Set<StateName>> TRANSITIONS =
      Map.of(
          StateName.PENDING, Set.of(StateName.VALIDATING),
          StateName.VALIDATING, Set.of(StateName.CHARGING, StateName.FAILED),
          StateName.CHARGING, Set.of(StateName.RESERVING, StateName.FAILED, StateName.COMPENSATING),
          StateName.RESERVING, Set.of(StateName.COMPLETED, StateName.COMPENSATING),
          StateName.COMPENSATING, Set.of(StateName.FAILED));

  private final TopologyDescription topology =
      PipelineTopology.draw(TOPICS, Duration.ofDays(3), new Undrawn()).describe();

  @Test
  void isOneSubTopologySoThatAPartitionOwnsItsOrders() {
    assertThat(topology.subtopologies()).hasSize(1);
    assertThat(topology.globalStores()).isEmpty();
  }

  @Test
  void readsPlacedAndCommands() {
    assertThat(nodes().stream().filter(Source.class::isInstance).map(Source.class::cast))
        .flatExtracting(Source::topicSet)
        .containsExactlyInAnyOrder(TOPICS.placed(), TOPICS.commands());
  }

  @Test
  void hasAWayForEveryTransition() {
    TRANSITIONS.forEach((from, targets) ->
        targets.forEach(to -> {
          StageName here = StageName.of(from);
          StageName there = StageName.of(to);
          if (here != there) {
            assertThat(successors(here)).as("%s to %s", from, to).contains(there.label());
          }
        }));
  }

  @Test
  void hasAWayForEveryCommandToAnOrderThatWaitsSomewhere() {
    for (StageName name : Set.of(StageName.CHARGE, StageName.RESERVE, StageName.COMPENSATE)) {
      assertThat(successors(StageName.ADMIT)).contains(name.label());
    }
  }

  @Test
  void everyStateIsPublishedByItsOwner() {
    for (StateName state : StateName.values()) {
      if (state != StateName.PENDING) {
        assertThat(successors(StageName.of(state))).contains(Sinks.of(state));
      }
    }
    assertThat(
            nodes().stream().filter(Sink.class::isInstance).map(Sink.class::cast).map(Sink::topic))
        .containsExactlyInAnyOrderElementsOf(
            TOPICS.all().stream()
                .filter(topic -> !TOPICS.inputs().contains(topic))
                .filter(topic -> !topic.equals(TOPICS.operations()))
                .toList());
  }

  @Test
  void whereAnOrderCanBeSuspendedADeadLetterCanBeWritten() {
    for (StageName name :
        Set.of(StageName.ADMIT, StageName.CHARGE, StageName.RESERVE, StageName.COMPENSATE)) {
      assertThat(successors(name)).contains(Sinks.DEAD_LETTER);
    }
  }

  @Test
  void everyNodeSharesTheStores() {
    for (StageName name : StageName.values()) {
      assertThat(((TopologyDescription.Processor) node(name.label())).stores())
          .containsExactlyInAnyOrder(KafkaActiveStore.NAME, KafkaFinishedStore.NAME);
    }
  }

  private Set<Node> nodes() {
    return topology.subtopologies().iterator().next().nodes();
  }

  private Node node(String name) {
    return nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private Set<String> successors(StageName name) {
    return node(name.label()).successors().stream().map(Node::name).collect(Collectors.toSet());
  }

  /// Nodes that are only looked at.
  private static final class Undrawn implements PipelineTopology.Nodes {
    @Override
    public Processor<byte[], byte[], Object, Object> admit() {
      return new Idle<>();
    }

    @Override
    public Processor<String, Handover, Object, Object> stage(StageName name) {
      return new Idle<>();
    }
  }

  private static final class Idle<K, V> implements Processor<K, V, Object, Object> {
    @Override
    public void process(Record<K, V> record) {
      throw new IllegalStateException("this topology is not run");
    }
  }
}
