package dev.orderpipeline.cli;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;

/// The topics as they are set.
final class PlannedTopics {

  private PlannedTopics() {}

  static TopicPlan of(Settings settings) {
    var topics = settings.topics();
    return new TopicPlan(
        new TopicNames(topics.prefix()),
        topics.partitions(),
        topics.statePartitions(),
        topics.replication());
  }
}
