package dev.orderpipeline.contracts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.stream.topics.TopicNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What lies on each topic.
final class Contracts {

  /// One topic.
  ///
  /// @param value its schema; empty where any bytes may lie
  /// @param read whether the pipeline reads it, as opposed to writing it
  record Channel(
      String topic,
      String message,
      String summary,
      Optional<ObjectNode> value,
      Optional<ObjectNode> headers,
      boolean read) {

    /// Its file under `topology-docs/schemas`.
    String file() {
      return topic + ".json";
    }
  }

  /// What all state records and outcomes have in common, for the others to refer to.
  static final String SNAPSHOT_FILE = "order-snapshot.json";

  private Contracts() {}

  /// By topic, in the order an order meets them.
  static Map<String, Channel> of(TopicNames topics, Schemas schemas) {
    Map<String, Channel> channels = new LinkedHashMap<>();
    add(
        channels,
        new Channel(
            topics.placed(),
            "OrderPlaced",
            "Input. What is not as described becomes a dead letter; nothing bad stops a partition.",
            Optional.of(schemas.placed()),
            Optional.empty(),
            true));
    add(
        channels,
        new Channel(
            topics.commands(),
            "OrderCommand",
            "What operators ask for, by orderId. As many partitions as the input.",
            Optional.of(schemas.command()),
            Optional.empty(),
            true));
    state(channels, schemas, topics.validating(), StateName.VALIDATING, List.of());
    state(channels, schemas, topics.charging(), StateName.CHARGING, List.of("charge"));
    state(
        channels,
        schemas,
        topics.reserving(),
        StateName.RESERVING,
        List.of("charge", "reservation"));
    state(
        channels,
        schemas,
        topics.compensating(),
        StateName.COMPENSATING,
        List.of("charge", "failure"));
    state(
        channels,
        schemas,
        topics.completed(),
        StateName.COMPLETED,
        List.of("charge", "reservation"));
    state(channels, schemas, topics.failed(), StateName.FAILED, List.of("failure"));
    add(
        channels,
        new Channel(
            topics.deadLetter(),
            "DeadLetter",
            "What could not be processed: the original bytes, and why in the headers.",
            Optional.empty(),
            Optional.of(schemas.deadLetterHeaders()),
            false));
    add(
        channels,
        new Channel(
            topics.operations(),
            "Operation",
            "The latest word of operators on each subject, which is the key; compacted.",
            Optional.of(schemas.operation()),
            Optional.empty(),
            true));
    return channels;
  }

  private static void state(
      Map<String, Channel> channels,
      Schemas schemas,
      String topic,
      StateName state,
      List<String> alsoRequired) {
    String name =
        "Order" + state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
    String summary =
        state.isFinal()
            ? "Outcome, for downstream. At most one an order over both outcome topics (read_committed)."
            : "The order's snapshot on entering %s, and on being suspended or resumed in it."
                .formatted(state);
    add(
        channels,
        new Channel(
            topic,
            name,
            summary,
            Optional.of(schemas.snapshot(List.of(state), alsoRequired)),
            Optional.of(schemas.eventHeaders(List.of(state))),
            false));
  }

  private static void add(Map<String, Channel> channels, Channel channel) {
    channels.put(channel.topic(), channel);
  }

  /// The schemas as published, by file: what is the same in several is written once.
  static Map<String, ObjectNode> files(TopicNames topics) {
    Schemas schemas = new Schemas(false);
    Map<String, ObjectNode> files = new LinkedHashMap<>();
    ObjectNode snapshot =
        schemas.snapshot(
            List.of(StateName.values()).subList(1, StateName.values().length), List.of());
    snapshot.withObject("properties").putObject("order").put("$ref", topics.placed() + ".json");
    files.put(SNAPSHOT_FILE, titled("OrderSnapshot", snapshot));
    for (Channel channel : of(topics, schemas).values()) {
      if (channel.value().isPresent()) {
        ObjectNode value = channel.value().get();
        files.put(
            channel.file(),
            titled(
                channel.message(),
                topics.states().contains(channel.topic()) ? narrowed(value) : value));
      }
    }
    return files;
  }

  /// The snapshot's schema, with what one state adds.
  private static ObjectNode narrowed(ObjectNode full) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("allOf").addObject().put("$ref", SNAPSHOT_FILE);
    schema.putObject("properties").set("state", full.path("properties").path("state"));
    schema.set("required", full.path("required"));
    return schema;
  }

  private static ObjectNode titled(String title, ObjectNode schema) {
    ObjectNode titled = JsonNodeFactory.instance.objectNode();
    titled.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", title);
    titled.setAll(schema);
    return titled;
  }

  /// The AsyncAPI 3.0 document.
  static ObjectNode asyncApi(TopicNames topics) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("asyncapi", "3.0.0");
    root.putObject("info")
        .put("title", "Order Pipeline")
        .put("version", "1.0.0")
        .put(
            "description",
            "Publish OrderPlaced, consume OrderCompleted and OrderFailed (read_committed). Keys are"
                + " the orderId in UTF-8, values UTF-8 JSON. The prefix of the names is configurable.")
        .putObject("license")
        .put("name", "Apache-2.0");
    root.put("defaultContentType", "application/json");
    ObjectNode channels = root.putObject("channels");
    ObjectNode operations = root.putObject("operations");
    ObjectNode messages = root.putObject("components").putObject("messages");
    for (Channel channel : of(topics, new Schemas(false)).values()) {
      ObjectNode described = channels.putObject(channel.message()).put("address", channel.topic());
      described.put("description", channel.summary());
      described
          .putObject("messages")
          .putObject(channel.message())
          .put("$ref", "#/components/messages/" + channel.message());
      described.putObject("bindings").putObject("kafka").put("topic", channel.topic());
      ObjectNode operation =
          operations
              .putObject((channel.read() ? "read" : "write") + channel.message())
              .put("action", channel.read() ? "receive" : "send");
      operation.putObject("channel").put("$ref", "#/channels/" + channel.message());
      messages.set(channel.message(), message(channel));
    }
    return root;
  }

  private static ObjectNode message(Channel channel) {
    ObjectNode message =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", channel.message())
            .put("title", channel.message())
            .put(
                "contentType",
                channel.value().isPresent() ? "application/json" : "application/octet-stream");
    channel.headers().ifPresent(headers -> message.set("headers", headers));
    if (channel.value().isPresent()) {
      message.putObject("payload").put("$ref", "./schemas/" + channel.file());
    }
    ObjectNode key = JsonNodeFactory.instance.objectNode().put("type", "string");
    message.putObject("bindings").putObject("kafka").set("key", key);
    return message;
  }
}
