package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "place",
    description = {
      "Publishes orders: generated ones, or those of a file with one JSON object per line.",
      "",
      "  order-pipeline place --count 1000 --rate 100",
      "  order-pipeline place --file orders.ndjson",
      ""
    },
    mixinStandardHelpOptions = true)
final class PlaceCommand implements Callable<Integer> {

  private static final Duration ADMIN_LIMIT = Duration.ofSeconds(15);
  private static final int MAX_IN_FLIGHT = 5_000;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Source source;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Orders a second. Default: as fast as Kafka takes them.")
  private @Nullable Double rate;

  @Option(names = "--raw", description = "Publish the file's lines as they are, orders or not.")
  private boolean raw;

  @Option(
      names = "--mix",
      paramLabel = "MIX",
      description =
          "Generated orders: ${COMPLETION-CANDIDATES}. CLEAN has good orders only; EVERYDAY also declined, out of stock, duplicate and malformed ones. Default: CLEAN.")
  private Mix mix = Mix.CLEAN;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Generate the same orders, with the same ids, again. Default: new ones.")
  private @Nullable Long seed;

  private static final class Source {
    @Option(names = "--count", paramLabel = "N", description = "Generate so many orders.")
    private @Nullable Long count;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "Publish this file's orders; - for standard input.")
    private @Nullable String file;
  }

  enum Mix {
    CLEAN,
    EVERYDAY;

    OrderMix shares() {
      return switch (this) {
        case CLEAN -> OrderMix.clean();
        case EVERYDAY -> OrderMix.everyday();
      };
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkOptions();
    Settings settings = common.settings();
    var topics = new TopicNames(settings.topics().prefix());
    if (!ready(settings, topics)) {
      return ExitCode.SOFTWARE;
    }
    try (var publisher = new OrderPublisher(settings.kafka().clientProperties(), MAX_IN_FLIGHT)) {
      var placing =
          new Placing(publisher, topics.placed(), new Pace(rate, System::nanoTime), common::note);
      Placing.Summary summary =
          source.file == null ? generated(placing) : fromFile(placing, source.file);
      return report(summary);
    }
  }

  private void checkOptions() {
    if (rate != null && !(rate > 0)) {
      throw new ParameterException(spec.commandLine(), "--rate must be more than 0, was " + rate);
    }
    if (source.count != null && source.count < 0) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 0 or more, was " + source.count);
    }
  }

  private boolean ready(Settings settings, TopicNames names) {
    var plan = PlannedTopics.of(settings);
    try (var admin = new TopicAdmin(settings.kafka().clientProperties(), ADMIN_LIMIT)) {
      var fatal = admin.check(plan).stream().filter(p -> hinders(p, names.placed())).toList();
      fatal.forEach(p -> common.complain(p.message()));
      return fatal.isEmpty();
    }
  }

  private static boolean hinders(TopicProblem problem, String placed) {
    return switch (problem) {
      case TopicProblem.Missing missing -> missing.topic().equals(placed);
      case TopicProblem.Unreachable _ -> true;
      case TopicProblem.WrongPartitions _,
          TopicProblem.PartitionMismatch _,
          TopicProblem.WrongTimestampType _,
          TopicProblem.OldTransactions _ ->
          false;
    };
  }

  private Placing.Summary generated(Placing placing) throws InterruptedException {
    long used = seed == null ? ThreadLocalRandom.current().nextLong() : seed;
    String run = "o-" + Long.toHexString(used);
    var generator = new OrderGenerator(used, run, mix.shares());
    long count = source.count == null ? 0 : source.count;
    var records = generator.stream().limit(count).iterator();
    while (records.hasNext()) {
      var record = records.next();
      placing.place(record.key(), record.value());
    }
    return placing.finish();
  }

  private Placing.Summary fromFile(Placing placing, String name)
      throws IOException, InterruptedException {
    var file = new OrderFile(name, raw);
    Optional<String> refusal = file.placeAll(placing);
    Placing.Summary summary = placing.finish();
    refusal.ifPresent(common::complain);
    return refusal.isEmpty() ? summary : summary.refused();
  }

  private int report(Placing.Summary summary) {
    if (common.json()) {
      common.print(
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", summary.ok())
              .put("placed", summary.placed())
              .put("failed", summary.failed())
              .put("seconds", summary.seconds()));
    } else {
      common.print(
          String.format(
              Locale.ROOT,
              "Placed %d orders in %.1f s (%.0f/s)%s",
              summary.placed(),
              summary.seconds(),
              summary.rate(),
              summary.failed() == 0 ? "" : ", failed " + summary.failed()));
    }
    if (summary.failed() > 0) {
      common.complain(
          "%d orders were not acknowledged, the first because of: %s; placing an order again is safe"
              .formatted(summary.failed(), summary.firstFailure()));
    }
    return summary.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
