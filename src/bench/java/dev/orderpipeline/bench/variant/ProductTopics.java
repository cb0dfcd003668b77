package dev.orderpipeline.bench.variant;

import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The product's topics, as `order-pipeline topics --create` makes them.
final class ProductTopics {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ProductTopics() {}

  static void make(VariantSetup setup) {
    TopicPlan plan =
        new TopicPlan(
            new TopicNames(setup.prefix()),
            setup.partitions(),
            setup.statePartitions(),
            OptionalInt.empty());
    try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", setup.bootstrap()), LIMIT)) {
      List<TopicProblem> problems = admin.create(plan);
      if (!problems.isEmpty()) {
        throw new IllegalStateException("the product's topics cannot be made: " + problems);
      }
    }
  }
}
