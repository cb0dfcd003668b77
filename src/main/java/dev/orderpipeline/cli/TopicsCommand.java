package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "topics",
    description = {
      "Checks that the pipeline's topics are there and as they must be; changes nothing.",
      "With --create, makes those that are missing first. It never deletes a topic and never"
          + " changes a partition count, so running it again is safe."
    },
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Option(names = "--create", description = "Make missing topics, then check.")
  private boolean create;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Partitions of the inputs, outcomes and dead letters. Default: topic.partitions, 12. For"
              + " the topics of states on the way see topic.state-partitions.")
  private @Nullable String partitions;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description =
          "Replicas of new topics. Default: topic.replication, the smaller of 3 and the number of"
              + " brokers.")
  private @Nullable String replication;

  @Override
  public Integer call() {
    var overrides = new HashMap<String, String>();
    if (partitions != null) {
      overrides.put("topic.partitions", partitions);
    }
    if (replication != null) {
      overrides.put("topic.replication", replication);
    }
    Settings settings = common.settings(overrides);
    TopicPlan plan = PlannedTopics.of(settings);
    try (var admin = new TopicAdmin(settings.kafka().clientProperties(), LIMIT)) {
      List<TopicProblem> problems = create ? admin.create(plan) : admin.check(plan);
      boolean reachable = problems.stream().noneMatch(TopicProblem.Unreachable.class::isInstance);
      report(reachable ? admin.partitions(plan.names()) : Map.of(), problems);
      return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void report(Map<String, Integer> partitions, List<TopicProblem> problems) {
    if (common.json()) {
      var document = JsonNodeFactory.instance.objectNode();
      document.put("ok", problems.isEmpty());
      var topics = document.putArray("topics");
      partitions.forEach(
          (name, count) -> topics.addObject().put("topic", name).put("partitions", count));
      var messages = document.putArray("problems");
      problems.forEach(p -> messages.add(p.message()));
      common.print(document);
      return;
    }
    partitions.forEach(
        (name, count) -> common.print("%-32s %5d partitions".formatted(name, count)));
    problems.forEach(p -> common.complain(p.message()));
    if (problems.isEmpty()) {
      common.print("All topics are as they must be.");
    }
  }
}
