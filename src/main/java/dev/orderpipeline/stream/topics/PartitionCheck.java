package dev.orderpipeline.stream.topics;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The rule on the inputs' partition counts. Output topics may have any number.
final class PartitionCheck {

  private PartitionCheck() {}

  /// @param partitions of the topics that exist, by name
  static List<TopicProblem> of(TopicPlan plan, Map<String, Integer> partitions) {
    String placed = plan.names().placed();
    String commands = plan.names().commands();
    Integer ofPlaced = partitions.get(placed);
    Integer ofCommands = partitions.get(commands);
    if (ofPlaced != null && ofCommands != null && !Objects.equals(ofPlaced, ofCommands)) {
      return List.of(new TopicProblem.PartitionMismatch(placed, ofPlaced, commands, ofCommands));
    }
    return plan.names().inputs().stream()
        .filter(topic -> partitions.getOrDefault(topic, plan.partitions()) != plan.partitions())
        .<TopicProblem>map(topic ->
            new TopicProblem.WrongPartitions(
                topic, Objects.requireNonNull(partitions.get(topic)), plan.partitions()))
        .toList();
  }
}
