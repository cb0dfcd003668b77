package dev.orderpipeline.contracts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.SnapshotFields;
import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepOutcome;
import dev.orderpipeline.domain.StepRun;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The JSON Schemas (draft 7, which AsyncAPI embeds) of what lies on the topics, made from the
/// code's own names and limits.
final class Schemas {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean closed;

  /// @param closed whether fields that are not named here are refused: for checking what we write.
  ///   Whoever reads it should allow them, so that we may add some.
  Schemas(boolean closed) {
    this.closed = closed;
  }

  ObjectNode placed() {
    ObjectNode schema = open(List.of("orderId", "customerId", "amount", "items"));
    schema.put("description", "At most 256 KiB, nested at most 20 deep. Unknown fields are kept.");
    ObjectNode fields = schema.putObject("properties");
    fields.set("orderId", orderId());
    fields.set("customerId", words(1, 256));
    ObjectNode amount = open(List.of("value", "currency"));
    amount
        .putObject("properties")
        .<ObjectNode>set("value", number(1, Money.MAX_VALUE).put("description", "Minor units."))
        .set("currency", text().put("pattern", "^[A-Z]{3}$").put("description", "ISO 4217."));
    fields.set("amount", amount);
    ObjectNode item = open(List.of("sku", "quantity"));
    item.putObject("properties")
        .<ObjectNode>set("sku", words(1, 256))
        .set("quantity", number(1, Item.MAX_QUANTITY));
    ObjectNode items = JSON.objectNode().put("type", "array");
    items.put("minItems", 1).put("maxItems", OrderPlaced.MAX_ITEMS).set("items", item);
    fields.set("items", items);
    fields.set("paymentMethodId", optionalText());
    fields.set("placedAt", optionalText());
    fields.set(
        "metadata", JSON.objectNode().put("description", "What the producer wants to find again."));
    return schema;
  }

  /// The order's snapshot on entering one of these states, or on being suspended or resumed in it.
  ObjectNode snapshot(List<StateName> states, List<String> alsoRequired) {
    ObjectNode schema =
        object(
            Stream.concat(
                    Stream.of(
                        "orderId",
                        "version",
                        "state",
                        "previousState",
                        "at",
                        "cause",
                        "order",
                        "fingerprint",
                        "admittedAt",
                        "deadline",
                        "source",
                        "history"),
                    alsoRequired.stream())
                .toList());
    ObjectNode fields = schema.withObject("properties");
    fields.set("orderId", orderId());
    fields.set("version", number(1, Integer.MAX_VALUE).put("description", "1..n, no gap."));
    fields.set("state", names(states));
    fields.set("previousState", names(Arrays.asList(StateName.values())));
    fields.set("at", time());
    fields.set("cause", text());
    fields.set("order", placed());
    for (Step step : Step.values()) {
      fields.set(SnapshotFields.of(step), run(step));
    }
    ObjectNode failure = object(List.of("code", "classification", "message"));
    failure
        .withObject("properties")
        .<ObjectNode>set("code", text())
        .<ObjectNode>set("classification", names(Arrays.asList(Classification.values())))
        .<ObjectNode>set("message", text())
        .set("step", text());
    fields.set("failure", failure);
    ObjectNode suspended = object(List.of("reason", "since", "deadLetterId"));
    suspended
        .withObject("properties")
        .<ObjectNode>set("reason", text())
        .<ObjectNode>set("since", time())
        .set("deadLetterId", text());
    fields.set("suspended", suspended);
    fields.set(
        "fingerprint", text().put("description", "Digest of the order; equal for equal content."));
    fields.set("admittedAt", time());
    fields.set("deadline", time());
    ObjectNode source = object(List.of("topic", "partition", "offset"));
    source
        .withObject("properties")
        .<ObjectNode>set("topic", text())
        .<ObjectNode>set("partition", number(0, Integer.MAX_VALUE))
        .set("offset", number(0, Long.MAX_VALUE));
    fields.set("source", source);
    fields.set("traceparent", text().put("pattern", "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"));
    fields.set("cancelledBy", text());
    fields.set("lastCommand", number(0, Long.MAX_VALUE));
    fields.set("history", history());
    return schema;
  }

  private ObjectNode run(Step step) {
    ObjectNode schema = object(List.of("key", "attempts", "calls"));
    ObjectNode fields = schema.withObject("properties");
    fields.set("key", text().put("pattern", "^" + step.label() + "-"));
    fields.set("attempts", count());
    fields.set("outcome", names(Arrays.asList(StepOutcome.values())));
    fields.set("status", text());
    fields.set(SnapshotFields.reference(step), text());
    ObjectNode phase = object(List.of("name", "call"));
    phase
        .withObject("properties")
        .<ObjectNode>set("name", enumeration(Stream.of("READY", "PARKED", "IN_FLIGHT", "WAITING")))
        .<ObjectNode>set("call", names(Arrays.asList(CallKind.values())))
        .<ObjectNode>set("reason", names(Arrays.asList(ParkReason.values())))
        .<ObjectNode>set("since", time())
        .set("until", time());
    fields.set("phase", phase);
    fields.set("payloadHash", text());
    fields.set("firstSentAt", time());
    fields.set("calls", count());
    fields.set("forgiven", count());
    fields.set("setbacks", count());
    fields.set("inDoubt", JSON.objectNode().put("type", "boolean"));
    fields.set("lastAnswer", text());
    ObjectNode call = object(List.of("call", "kind", "at"));
    call.withObject("properties")
        .<ObjectNode>set("call", number(1, Integer.MAX_VALUE))
        .<ObjectNode>set("kind", names(Arrays.asList(CallKind.values())))
        .<ObjectNode>set("at", time())
        .<ObjectNode>set("probe", JSON.objectNode().put("type", "boolean"))
        .<ObjectNode>set("endedAt", time())
        .<ObjectNode>set("class", names(Arrays.asList(Classification.values())))
        .set("answer", text());
    fields.set("log", array(call).put("maxItems", StepRun.MOST_LOGGED));
    return schema;
  }

  private ObjectNode history() {
    ObjectNode entry = object(List.of("version", "state", "at", "cause"));
    entry
        .withObject("properties")
        .<ObjectNode>set("version", number(1, Integer.MAX_VALUE))
        .<ObjectNode>set("state", names(Arrays.asList(StateName.values())))
        .<ObjectNode>set("at", time())
        .set("cause", text());
    return array(entry);
  }

  ObjectNode command() {
    ObjectNode schema = open(List.of("command", "by"));
    ObjectNode fields = schema.putObject("properties");
    fields.set("command", enumeration(Stream.of("cancel", "redrive", "resolve", "restore")));
    fields.set("by", words(1, 128).put("description", "Who asks."));
    fields.set("reason", text());
    fields.set("step", enumeration(Stream.of(Step.values()).map(Step::label)));
    fields.set("done", JSON.objectNode().put("type", "boolean"));
    fields.set("reference", words(1, 128));
    fields.set("evidence", text().put("minLength", 1));
    fields.set(
        "snapshot",
        JSON.objectNode()
            .put("type", "object")
            .put("description", "A state record, put back by recovery."));
    ArrayNode rules = schema.putArray("allOf");
    rules.add(given("resolve", List.of("step", "done", "evidence")));
    rules.add(given("restore", List.of("snapshot")));
    return schema;
  }

  private static ObjectNode given(String command, List<String> needs) {
    ObjectNode rule = JSON.objectNode();
    rule.putObject("if").putObject("properties").putObject("command").put("const", command);
    strings(rule.putObject("then").putArray("required"), needs.stream());
    return rule;
  }

  /// The latest word on a subject of operations.
  ObjectNode operation() {
    ObjectNode schema = open(List.of("at", "by", "why"));
    schema
        .putObject("properties")
        .<ObjectNode>set("at", time())
        .<ObjectNode>set("by", text())
        .set("why", text());
    return schema;
  }

  /// CloudEvents 1.0, binary mode of the Kafka protocol binding.
  ObjectNode eventHeaders(List<StateName> states) {
    ObjectNode schema =
        object(
            List.of(
                "ce_specversion",
                "ce_id",
                "ce_type",
                "ce_source",
                "ce_subject",
                "ce_time",
                "content-type"));
    ObjectNode fields = schema.withObject("properties");
    fields.set("ce_specversion", JSON.objectNode().put("const", "1.0"));
    fields.set("ce_id", text().put("pattern", "^[A-Za-z0-9._-]{1,64}:[0-9]+$"));
    fields.set(
        "ce_type",
        enumeration(
            states.stream().map(s -> "order." + s.name().toLowerCase(Locale.ROOT) + ".v1")));
    fields.set("ce_source", text());
    fields.set("ce_subject", orderId());
    fields.set("ce_time", time());
    fields.set("content-type", JSON.objectNode().put("const", "application/json"));
    fields.set("traceparent", text());
    return schema;
  }

  ObjectNode deadLetterHeaders() {
    ObjectNode schema = object(List.of("dlq_id", "dlq_reason", "dlq_message", "dlq_at"));
    ObjectNode fields = schema.withObject("properties");
    fields.set("dlq_id", text());
    fields.set("dlq_reason", text().put("pattern", "^[a-z_]+$"));
    fields.set("dlq_message", text());
    fields.set("dlq_at", time());
    fields.set("dlq_order_id", orderId());
    fields.set("dlq_source_topic", text());
    fields.set("dlq_source_partition", digits());
    fields.set("dlq_source_offset", digits());
    fields.set("dlq_source_timestamp", digits());
    fields.set("dlq_redrive_of", text());
    fields.set("dlq_redrive_count", digits());
    fields.set("dlq_replay_id", text());
    fields.set("dlq_original_timestamp", digits());
    fields.set("dlq_carried", enumeration(Stream.of("false")));
    return schema;
  }

  private ObjectNode object(List<String> required) {
    ObjectNode schema = open(required);
    if (closed) {
      schema.put("additionalProperties", false);
    }
    schema.putObject("properties");
    return schema;
  }

  private static ObjectNode open(List<String> required) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    strings(schema.putArray("required"), required.stream());
    return schema;
  }

  private static void strings(ArrayNode array, Stream<String> all) {
    all.forEach(array::add);
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode schema = JSON.objectNode().put("type", "array");
    schema.set("items", items);
    return schema;
  }

  private static ObjectNode names(List<? extends Enum<?>> all) {
    return enumeration(all.stream().map(Enum::name));
  }

  private static ObjectNode enumeration(Stream<String> all) {
    ObjectNode schema = text();
    strings(schema.putArray("enum"), all);
    return schema;
  }

  private static ObjectNode orderId() {
    return text()
        .put("pattern", "^[A-Za-z0-9._-]{1," + OrderPlaced.MAX_ID_LENGTH + "}$")
        .put("description", "Equals the record's key.");
  }

  private static ObjectNode text() {
    return JSON.objectNode().put("type", "string");
  }

  private static ObjectNode optionalText() {
    ObjectNode schema = JSON.objectNode();
    strings(schema.putArray("type"), Stream.of("string", "null"));
    return schema;
  }

  private static ObjectNode words(int shortest, int longest) {
    return text().put("minLength", shortest).put("maxLength", longest);
  }

  private static ObjectNode digits() {
    return text().put("pattern", "^-?[0-9]+$");
  }

  private static ObjectNode time() {
    return text().put("format", "date-time");
  }

  private static ObjectNode count() {
    return number(0, Integer.MAX_VALUE);
  }

  private static ObjectNode number(long least, long most) {
    return JSON.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
  }
}
