package dev.orderpipeline.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Everything that the topics tell of one order.
///
/// @param placed records on the input
/// @param commands what operators asked for
/// @param snapshots by rising version
/// @param deadLetters what of it could not be processed
public record OrderStory(
    String orderId,
    List<TopicRecord> placed,
    List<TopicRecord> commands,
    List<TopicRecord> snapshots,
    List<TopicRecord> deadLetters) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Sorts the records of the order's key.
  public static OrderStory of(
      String orderId,
      List<TopicRecord> records,
      String placedTopic,
      String commandsTopic,
      String deadLetterTopic) {
    List<TopicRecord> placed = new ArrayList<>();
    List<TopicRecord> commands = new ArrayList<>();
    List<TopicRecord> snapshots = new ArrayList<>();
    List<TopicRecord> deadLetters = new ArrayList<>();
    for (TopicRecord record : records) {
      if (record.topic().equals(placedTopic)) {
        placed.add(record);
      } else if (record.topic().equals(commandsTopic)) {
        commands.add(record);
      } else if (record.topic().equals(deadLetterTopic)) {
        deadLetters.add(record);
      } else {
        snapshots.add(record);
      }
    }
    snapshots.sort(Comparator.comparingInt(record -> value(record).path("version").asInt()));
    return new OrderStory(orderId, placed, commands, snapshots, deadLetters);
  }

  public boolean isUnknown() {
    return placed.isEmpty() && snapshots.isEmpty() && deadLetters.isEmpty();
  }

  /// For people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Optional<JsonNode> latest = latest();
    lines.add("order " + orderId + ": " + latest.map(OrderStory::standing).orElse("not begun"));
    latest.ifPresent(snapshot -> effects(snapshot, lines));
    lines.add("");
    placed.forEach(record -> lines.add(line(record, "placed")));
    snapshots.forEach(record -> lines.add(line(record, transition(value(record)))));
    commands.forEach(record -> lines.add(line(record, "command " + value(record))));
    deadLetters.forEach(record ->
        lines.add(
            line(
                record,
                "dead letter %s: %s"
                    .formatted(
                        record.headers().getOrDefault("dlq_reason", "?"),
                        record.headers().getOrDefault("dlq_message", "")))));
    return lines;
  }

  /// For programs: the latest snapshot, and where everything lies.
  public JsonNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("orderId", orderId);
    latest().ifPresent(snapshot -> json.set("snapshot", snapshot));
    positions(json.putArray("placed"), placed);
    positions(json.putArray("snapshots"), snapshots);
    positions(json.putArray("commands"), commands);
    ArrayNode letters = json.putArray("deadLetters");
    for (TopicRecord record : deadLetters) {
      letters
          .addObject()
          .put("position", record.position())
          .put("reason", record.headers().get("dlq_reason"))
          .put("message", record.headers().get("dlq_message"));
    }
    return json;
  }

  private Optional<JsonNode> latest() {
    return snapshots.isEmpty() ? Optional.empty() : Optional.of(value(snapshots.getLast()));
  }

  private static String standing(JsonNode snapshot) {
    String state = snapshot.path("state").asText();
    JsonNode suspended = snapshot.get("suspended");
    JsonNode failure = snapshot.get("failure");
    if (suspended != null) {
      return state + ", suspended: " + suspended.path("reason").asText();
    }
    return failure == null
        ? state
        : state + ", " + failure.path("code").asText() + ": " + failure.path("message").asText();
  }

  private static void effects(JsonNode snapshot, List<String> lines) {
    JsonNode amount = snapshot.path("order").path("amount");
    lines.add(
        "  amount       %s %s (minor units)"
            .formatted(amount.path("value").asText(), amount.path("currency").asText()));
    for (String step : List.of("charge", "reservation", "refund", "release")) {
      JsonNode run = snapshot.get(step);
      if (run != null) {
        lines.add(
            "  %-12s %s, %d attempt(s), key %s"
                .formatted(
                    step,
                    run.has("outcome")
                        ? run.path("outcome").asText()
                        : run.path("phase").path("name").asText(),
                    run.path("attempts").asInt(),
                    run.path("key").asText()));
      }
    }
    if (!snapshot.path("state").asText().equals("COMPLETED")
        && !snapshot.path("state").asText().equals("FAILED")) {
      lines.add("  deadline     " + snapshot.path("deadline").asText());
    }
  }

  private static String transition(JsonNode snapshot) {
    return "v%d %s -> %s (%s)"
        .formatted(
            snapshot.path("version").asInt(),
            snapshot.path("previousState").asText("-"),
            snapshot.path("state").asText(),
            snapshot.path("cause").asText());
  }

  private static String line(TopicRecord record, String text) {
    return "  %s  %-60s %s".formatted(record.timestamp(), text, record.position());
  }

  private static void positions(ArrayNode array, List<TopicRecord> records) {
    records.forEach(record -> array.add(record.position()));
  }

  private static JsonNode value(TopicRecord record) {
    try {
      return record.value().isEmpty() ? JSON.missingNode() : JSON.readTree(record.value().get());
    } catch (IOException e) {
      return JSON.getNodeFactory().textNode(new String(record.value().orElseThrow(), UTF_8));
    }
  }
}
