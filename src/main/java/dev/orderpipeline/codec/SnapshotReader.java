package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.CallRecord;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepOutcome;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.domain.Suspension;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads back what [SnapshotWriter] wrote. Thread-safe.
public final class SnapshotReader {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /// Writing a document out in one form can make it longer than it came in; it must still be read
  /// back.
  private static final int MAX_DOCUMENT_BYTES = 4 * OrderPlacedDecoder.MAX_BYTES;

  /// For the same reason: `1e1` comes back as `1E+1`.
  private static final int MAX_NUMBER_LENGTH = 200;

  private final OrderPlacedDecoder placedDecoder =
      new OrderPlacedDecoder(MAX_DOCUMENT_BYTES, MAX_NUMBER_LENGTH);

  /// The order, if the bytes are a snapshot: anybody may write to a topic.
  public Optional<Order> find(byte[] bytes) {
    try {
      return Optional.of(read(bytes));
    } catch (RuntimeException e) {
      // Whatever is wrong with it, it is not ours. The audit tells of such records.
      return Optional.empty();
    }
  }

  /// Reads one snapshot.
  ///
  /// @throws IllegalArgumentException if the bytes are not a snapshot; names the field, not the
  ///   content
  public Order read(byte[] bytes) {
    try {
      return read(JSON.readTree(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a snapshot: not JSON", e);
    }
  }

  /// Reads one snapshot that is part of something else.
  ///
  /// @param json whose fractions are decimals, not floats
  Order read(JsonNode json) {
    return new Order(
        placed(json),
        source(need(json, "source")),
        text(json, "traceparent"),
        time(json, "admittedAt"),
        time(json, "deadline"),
        need(json, "version").intValue(),
        state(json),
        text(json, "previousState").map(StateName::valueOf),
        time(json, "at"),
        needText(json, "cause"),
        Optional.ofNullable(json.get("suspended")).map(SnapshotReader::suspension),
        text(json, "cancelledBy"),
        json.path("lastCommand").asLong(-1),
        history(need(json, "history")));
  }

  private OrderPlaced placed(JsonNode json) {
    JsonNode placed = need(json, "order");
    Decoded decoded =
        placedDecoder.decode(
            needText(json, "orderId").getBytes(UTF_8), placed.toString().getBytes(UTF_8));
    return switch (decoded) {
      case Decoded.Valid valid -> valid.placed();
      case Decoded.Malformed malformed ->
          throw new IllegalArgumentException(
              "not a snapshot: field 'order': " + malformed.message());
    };
  }

  private static SourcePosition source(JsonNode json) {
    return new SourcePosition(
        needText(json, "topic"),
        need(json, "partition").intValue(),
        need(json, "offset").longValue());
  }

  private static OrderState state(JsonNode json) {
    return switch (StateName.valueOf(needText(json, "state"))) {
      case PENDING -> new OrderState.Pending();
      case VALIDATING -> new OrderState.Validating();
      case CHARGING -> new OrderState.Charging(needRun(json, Step.CHARGE));
      case RESERVING ->
          new OrderState.Reserving(needRun(json, Step.CHARGE), needRun(json, Step.RESERVE));
      case COMPENSATING ->
          new OrderState.Compensating(
              failure(need(json, "failure")),
              needRun(json, Step.CHARGE),
              run(json, Step.RESERVE),
              undo(json));
      case COMPLETED ->
          new OrderState.Completed(needRun(json, Step.CHARGE), needRun(json, Step.RESERVE));
      case FAILED ->
          new OrderState.Failed(
              failure(need(json, "failure")),
              run(json, Step.CHARGE),
              run(json, Step.RESERVE),
              undo(json));
    };
  }

  /// Newest effect first, as they are undone.
  private static List<StepRun> undo(JsonNode json) {
    return Stream.of(run(json, Step.RELEASE), run(json, Step.REFUND))
        .flatMap(Optional::stream)
        .toList();
  }

  private static StepRun needRun(JsonNode json, Step step) {
    return run(json, step).orElseThrow(() -> missing(SnapshotFields.of(step)));
  }

  private static Optional<StepRun> run(JsonNode json, Step step) {
    return Optional.ofNullable(json.get(SnapshotFields.of(step))).map(node -> run(step, node));
  }

  private static StepRun run(Step step, JsonNode json) {
    return new StepRun(
        step,
        needText(json, "key"),
        json.path("payloadHash").asText(),
        need(json, "attempts").intValue(),
        json.path("forgiven").asInt(),
        json.path("calls").asInt(),
        json.path("setbacks").asInt(),
        json.path("inDoubt").asBoolean(),
        text(json, "firstSentAt").map(Instant::parse),
        json.path("lastAnswer").asText(),
        log(json.path("log")),
        text(json, "outcome")
            .<Phase>map(outcome ->
                new Phase.Ended(
                    StepOutcome.valueOf(outcome),
                    json.path("status").asText(),
                    text(json, SnapshotFields.reference(step))))
            .orElseGet(() -> phase(need(json, "phase"))));
  }

  /// Absent in what was written before calls were logged.
  private static List<CallRecord> log(JsonNode array) {
    List<CallRecord> log = new ArrayList<>(array.size());
    for (JsonNode call : array) {
      log.add(
          new CallRecord(
              need(call, "call").intValue(),
              CallKind.valueOf(needText(call, "kind")),
              time(call, "at"),
              call.path("probe").asBoolean(),
              text(call, "endedAt")
                  .map(Instant::parse)
                  .map(at ->
                      new CallRecord.End(
                          at,
                          Classification.valueOf(needText(call, "class")),
                          call.path("answer").asText()))));
    }
    return log;
  }

  private static Phase phase(JsonNode json) {
    CallKind call = CallKind.valueOf(needText(json, "call"));
    String name = needText(json, "name");
    return switch (name) {
      case "READY" -> new Phase.Ready(call);
      case "PARKED" ->
          new Phase.Parked(call, ParkReason.valueOf(needText(json, "reason")), time(json, "since"));
      case "IN_FLIGHT" -> new Phase.InFlight(call, time(json, "since"));
      case "WAITING" -> new Phase.Waiting(call, time(json, "until"));
      default -> throw new IllegalArgumentException("not a snapshot: unknown phase '" + name + "'");
    };
  }

  private static Failure failure(JsonNode json) {
    return new Failure(
        needText(json, "code"),
        Classification.valueOf(needText(json, "classification")),
        needText(json, "message"),
        text(json, "step"));
  }

  private static Suspension suspension(JsonNode json) {
    return new Suspension(
        needText(json, "reason"), time(json, "since"), needText(json, "deadLetterId"));
  }

  private static List<HistoryEntry> history(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("not a snapshot: field 'history' must be an array");
    }
    List<HistoryEntry> history = new ArrayList<>(array.size());
    for (JsonNode entry : array) {
      history.add(
          new HistoryEntry(
              need(entry, "version").intValue(),
              StateName.valueOf(needText(entry, "state")),
              time(entry, "at"),
              entry.path("cause").asText()));
    }
    return history;
  }

  private static Instant time(JsonNode json, String field) {
    return Instant.parse(needText(json, field));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
  }

  private static String needText(JsonNode json, String field) {
    @Nullable String text = need(json, field).textValue();
    if (text == null) {
      throw new IllegalArgumentException("not a snapshot: field '" + field + "' must be a string");
    }
    return text;
  }

  private static JsonNode need(JsonNode json, String field) {
    @Nullable JsonNode node = json.get(field);
    if (node == null) {
      throw missing(field);
    }
    return node;
  }

  private static IllegalArgumentException missing(String field) {
    return new IllegalArgumentException("not a snapshot: field '" + field + "' is missing");
  }
}
