package dev.orderpipeline.cli;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.OrderStory;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "order",
    description = {
      "Explains one order: where it stands, how it got there, and what it has at the gateways.",
      "Reads the order's partition of every topic, so it needs nothing but Kafka.",
      "",
      "  order-pipeline order o-1001",
      ""
    },
    footer = "Exit codes: 0 found, 1 not found or not all topics could be read.",
    mixinStandardHelpOptions = true)
final class OrderCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "ID", description = "The orderId.")
  private String orderId = "";

  @Override
  public Integer call() {
    Settings settings = common.settings();
    TopicNames topics = new TopicNames(settings.topics().prefix());
    List<TopicRecord> records = new ArrayList<>();
    ReadOutcome outcome =
        new TopicReader(settings.kafka().clientProperties(), System::nanoTime)
            .read(ReadRequest.committed(topics.all(), LIMIT).withKey(orderId), records::add);
    if (outcome instanceof ReadOutcome.Incomplete incomplete) {
      common.complain(incomplete.reason());
      return ExitCode.SOFTWARE;
    }
    OrderStory story =
        OrderStory.of(orderId, records, topics.placed(), topics.commands(), topics.deadLetter());
    if (story.isUnknown()) {
      common.complain(
          "no record of order '%s' in %s* on %s; is it the right cluster, and the right id?"
              .formatted(orderId, settings.topics().prefix(), settings.kafka().bootstrapServers()));
      return ExitCode.SOFTWARE;
    }
    if (common.json()) {
      common.print(story.json());
    } else {
      story.lines().forEach(common::print);
    }
    return ExitCode.OK;
  }
}
