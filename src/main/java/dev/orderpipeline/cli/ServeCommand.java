package dev.orderpipeline.cli;

import dev.orderpipeline.Pipeline;
import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.Service;
import dev.orderpipeline.config.InstanceId;
import dev.orderpipeline.config.KeptRetention;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.stream.topics.LostState;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import dev.orderpipeline.telemetry.EventLog;
import dev.orderpipeline.telemetry.LineLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = {
      "Runs the pipeline in the foreground until it is told to end (SIGTERM, Ctrl-C).",
      "",
      "It needs Kafka and the gateways. On a cluster without the pipeline's topics it makes them.",
      "",
      "  ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL=http://127.0.0.1:9090 \\",
      "  ORDER_PIPELINE_GATEWAYS_INVENTORY_URL=http://127.0.0.1:9090 order-pipeline serve",
      ""
    },
    footer = {
      "Several may run on the same topics; each needs a state directory of its own (state-dir), and "
          + "on one machine an HTTP port of its own (http.port, 0 for a free one).",
      "Exit codes: 0 told to end, 1 the topics or the cluster are not as they must be, or an error "
          + "that it cannot recover from by itself: start it again, nothing is lost."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final int LOG_LINES_PER_SECOND = 20;
  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(15);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  private final UnaryOperator<Decider> around;

  /// For picocli.
  ServeCommand() {
    this(UnaryOperator.identity());
  }

  /// @param around as in [Pipeline]
  ServeCommand(UnaryOperator<Decider> around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Settings settings = common.settings();
    List<TopicProblem> problems = problems(settings);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> common.complain(problem.message()));
      return ExitCode.SOFTWARE;
    }
    Optional<String> changed =
        KeptRetention.check(settings.process().stateDir(), settings.orders().finishedRetention());
    if (changed.isPresent()) {
      common.complain(changed.get());
      return ExitCode.SOFTWARE;
    }
    String instance = InstanceId.of(settings.process(), () -> UUID.randomUUID().toString());
    Service service;
    try {
      service =
          new Service(
              PipelineSettings.of(settings, instance),
              settings.http(),
              new EventLog(() -> new LineLimit(LOG_LINES_PER_SECOND, System::nanoTime)),
              CallListener.NONE,
              around);
    } catch (IOException | IllegalArgumentException e) {
      common.complain(String.valueOf(e.getMessage()));
      return ExitCode.SOFTWARE;
    }
    Thread onSignal = new Thread(service::close, "serve-shutdown");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      service.start();
    } catch (IllegalStateException e) {
      common.complain(String.valueOf(e.getMessage()));
      Runtime.getRuntime().removeShutdownHook(onSignal);
      service.close();
      return ExitCode.SOFTWARE;
    }
    common.print(
        "serving %s* on %s as %s, HTTP at %s"
            .formatted(
                settings.topics().prefix(),
                settings.kafka().bootstrapServers(),
                instance,
                service.url()));
    return awaitEnd(service.pipeline());
  }

  /// Makes the topics of a fresh cluster. Where some are there and others not, something is wrong
  /// that a person has to look at.
  private List<TopicProblem> problems(Settings settings) {
    TopicNames names = new TopicNames(settings.topics().prefix());
    TopicPlan plan = PlannedTopics.of(settings);
    try (TopicAdmin admin = new TopicAdmin(settings.kafka().clientProperties(), ADMIN_LIMIT)) {
      List<TopicProblem> problems = admin.check(plan);
      if (problems.stream().anyMatch(TopicProblem.Unreachable.class::isInstance)) {
        return problems;
      }
      Map<String, Integer> found = admin.partitions(names);
      if (found.isEmpty()) {
        common.note("a fresh cluster: making the topics " + names.prefix() + "*");
        return admin.create(plan);
      }
      // How many partitions there are was decided when the topics were made.
      int partitions = found.getOrDefault(names.placed(), plan.partitions());
      TopicPlan asFound =
          new TopicPlan(names, partitions, plan.statePartitions(), plan.replication());
      // Topics made before there were operations lack only that one, and it holds no orders.
      boolean onlyOperations =
          found.size() == names.all().size() - 1 && !found.containsKey(names.operations());
      return onlyOperations ? admin.create(asFound) : admin.check(asFound);
    }
  }

  private int awaitEnd(Pipeline pipeline) {
    try {
      pipeline.ended().toCompletableFuture().join();
      return ExitCode.OK;
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      common.complain(
          "the pipeline stopped: " + (cause instanceof LostState ? cause.getMessage() : cause));
      return ExitCode.SOFTWARE;
    }
  }
}
