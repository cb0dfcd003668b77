package dev.orderpipeline.cli;

import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.OrderStory;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "order",
    description = {
      "Explains one order: where it stands, how it got there, and what it has at the gateways.",
      "Reads the order's partition of every topic, so it needs nothing but Kafka; with --url it asks"
          + " a running service, which also tells what the order waits for.",
      "",
      "  order-pipeline order o-1001",
      "  order-pipeline order o-1001 --url http://localhost:8080",
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

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ServiceOptions service;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = common.settings();
    Optional<ApiClient> api = service.client(settings.http());
    return api.isPresent() ? fromService(api.get()) : fromTopics(settings);
  }

  private int fromService(ApiClient api) throws IOException, InterruptedException {
    if (!OrderPlacedDecoder.isOrderId(orderId)) {
      common.complain("'%s' is no orderId".formatted(orderId));
      return ExitCode.SOFTWARE;
    }
    ApiClient.Reply reply = api.get("/orders/" + orderId);
    if (reply.status() != 200) {
      common.complain(reply.problem());
      return ExitCode.SOFTWARE;
    }
    if (common.json()) {
      common.print(reply.body());
    } else {
      OrderAnswer.lines(reply.body()).forEach(common::print);
    }
    return ExitCode.OK;
  }

  private int fromTopics(Settings settings) {
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
