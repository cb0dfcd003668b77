package dev.orderpipeline.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

  private static final TopicNames NAMES = new TopicNames("orders.");

  @Test
  void replicatesToTheSmallerOfThreeAndTheNumberOfBrokersUnlessTold() {
    var plan = new TopicPlan(NAMES, 12, OptionalInt.empty());
    assertThat(plan.replicationOn(1)).isEqualTo(1);
    assertThat(plan.replicationOn(5)).isEqualTo(3);
    assertThat(new TopicPlan(NAMES, 12, OptionalInt.of(2)).replicationOn(5)).isEqualTo(2);
  }

  @Test
  void letsOnlyTheInputsCarryTheBrokersTime() {
    var plan = new TopicPlan(NAMES, 12, OptionalInt.empty());
    assertThat(NAMES.all())
        .filteredOn(t -> "LogAppendTime".equals(plan.configOf(t, 1).get("message.timestamp.type")))
        .containsExactly("orders.placed", "orders.commands");
  }

  @Test
  void asksForTwoReplicasInSyncOnlyWhereThereAreThree() {
    var plan = new TopicPlan(NAMES, 12, OptionalInt.empty());
    assertThat(plan.configOf(NAMES.failed(), 3)).containsEntry("min.insync.replicas", "2");
    assertThat(plan.configOf(NAMES.failed(), 2)).containsEntry("min.insync.replicas", "1");
  }

  @Test
  void keepsTheLatestWordOfEveryOperationForEver() {
    var plan = new TopicPlan(NAMES, 12, OptionalInt.empty());
    assertThat(plan.configOf(NAMES.operations(), 1))
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
    assertThat(plan.partitionsOf(NAMES.operations(), 3)).isEqualTo(1);
  }

  /// Each of them is one more that every commit waits for; an outcome's consumers want to share it.
  @Test
  void makesFewPartitionsOfTheStatesOnTheWay() {
    assertThat(partitions(new TopicPlan(NAMES, 12, OptionalInt.empty()), 9))
        .containsExactly(12, 12, 3, 3, 3, 3, 12, 12, 12, 1);
    assertThat(partitions(new TopicPlan(NAMES, 12, OptionalInt.empty()), 1))
        .containsExactly(12, 12, 1, 1, 1, 1, 12, 12, 12, 1);
    assertThat(partitions(new TopicPlan(NAMES, 2, OptionalInt.empty()), 3))
        .containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 2, 1);
    assertThat(partitions(new TopicPlan(NAMES, 2, OptionalInt.of(4), OptionalInt.empty()), 3))
        .containsExactly(2, 2, 4, 4, 4, 4, 2, 2, 2, 1);
    assertThatThrownBy(() -> new TopicPlan(NAMES, 2, OptionalInt.of(0), OptionalInt.empty()))
        .hasMessageContaining("state partitions must be 1 to 10000, was 0");
  }

  private static List<Integer> partitions(TopicPlan plan, int brokers) {
    return NAMES.all().stream().map(topic -> plan.partitionsOf(topic, brokers)).toList();
  }

  @Test
  void quotesAnImpossibleNumberOfPartitions() {
    assertThatThrownBy(() -> new TopicPlan(NAMES, 0, OptionalInt.empty()))
        .hasMessageContaining("partitions must be 1 to 10000, was 0");
  }

  @Test
  void comparesTheInputsWithEachOtherBeforeThePlan() {
    var plan = new TopicPlan(NAMES, 12, OptionalInt.empty());
    assertThat(PartitionCheck.of(plan, Map.of("orders.placed", 12, "orders.commands", 12)))
        .isEmpty();
    assertThat(PartitionCheck.of(plan, Map.of("orders.placed", 6, "orders.commands", 12)))
        .containsExactly(
            new TopicProblem.PartitionMismatch("orders.placed", 6, "orders.commands", 12));
    assertThat(PartitionCheck.of(plan, Map.of("orders.placed", 6, "orders.failed", 1)))
        .containsExactly(new TopicProblem.WrongPartitions("orders.placed", 6, 12));
  }
}
