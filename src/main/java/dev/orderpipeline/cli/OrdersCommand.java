package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderpipeline.config.DurationText;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.OrderListing;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "orders",
    description = {
      "Lists orders by state and age: of a running service with --url, which is quick, or out of"
          + " the state topics, which reads all of them.",
      "",
      "  order-pipeline orders --state CHARGING,COMPENSATING --older-than 10m --url"
          + " http://localhost:8080",
      ""
    },
    footer = "Exit codes: 0 listed, 1 not all could be asked or read.",
    mixinStandardHelpOptions = true)
final class OrdersCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int MOST_PAGES = 10_000;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--state",
      paramLabel = "S",
      split = ",",
      description = "States, separated by commas. Default: all that are not final.")
  private List<StateName> states =
      Arrays.stream(StateName.values()).filter(state -> !state.isFinal()).toList();

  @Option(
      names = "--older-than",
      paramLabel = "D",
      description = "In that state for longer than this: 90s, 15m, 2h.")
  private @Nullable String olderThan;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Most orders listed. Default: 1000.")
  private int limit;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ServiceOptions service;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, was " + limit);
    }
    Optional<Duration> age = Optional.ofNullable(olderThan).map(this::duration);
    Settings settings = common.settings();
    Optional<ApiClient> api = service.client(settings.http());
    return api.isPresent() ? fromService(api.get()) : fromTopics(settings, age);
  }

  private Duration duration(String text) {
    return DurationText.parse(text)
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                "--older-than is '%s', write it like 90s, 15m or 2h".formatted(text)));
  }

  private int fromService(ApiClient api) throws IOException, InterruptedException {
    List<JsonNode> orders = new ArrayList<>();
    String cursor = "";
    boolean complete = true;
    for (int page = 0; page < MOST_PAGES && orders.size() < limit; page++) {
      ApiClient.Reply reply = api.get("/orders?" + query() + cursor);
      if (reply.status() != 200) {
        common.complain(reply.problem());
        return ExitCode.SOFTWARE;
      }
      reply.body().path("orders").forEach(orders::add);
      complete &= reply.body().path("complete").asBoolean();
      if (!reply.body().has("nextCursor")) {
        break;
      }
      cursor = "&cursor=" + reply.body().path("nextCursor").asText();
    }
    print(orders.stream().limit(limit).toList());
    if (!complete) {
      common.complain("not every instance answered: orders may be missing from the listing");
    }
    return complete ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private String query() {
    String names = states.stream().map(Enum::name).collect(Collectors.joining(","));
    String age = olderThan == null ? "" : "&olderThan=" + olderThan;
    return "limit=%d&state=%s%s".formatted(Math.min(limit, 1_000), names, age);
  }

  private int fromTopics(Settings settings, Optional<Duration> age) {
    TopicNames topics = new TopicNames(settings.topics().prefix());
    OrderListing listing = new OrderListing();
    ReadOutcome outcome =
        new TopicReader(settings.kafka().clientProperties(), System::nanoTime)
            .read(ReadRequest.committed(topics.states(), LIMIT), listing::add);
    if (outcome instanceof ReadOutcome.Incomplete incomplete) {
      common.complain(incomplete.reason());
      return ExitCode.SOFTWARE;
    }
    print(
        listing.orders(Set.copyOf(states), age.map(Clock.systemUTC().instant()::minus)).stream()
            .limit(limit)
            .toList());
    return ExitCode.OK;
  }

  private void print(List<JsonNode> orders) {
    if (common.json()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      orders.forEach(array::add);
      common.print(array);
      return;
    }
    for (JsonNode order : orders) {
      common.print(
          "%-36s %-13s v%-3d %s  %s"
              .formatted(
                  order.path("orderId").asText(),
                  order.path("state").asText(),
                  order.path("version").asInt(),
                  order.path("at").asText(),
                  order.path("cause").asText()));
    }
    common.note("%d order(s)".formatted(orders.size()));
  }
}
