package dev.orderpipeline.operations.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.Suspension;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from a snapshot's JSON what an audit needs, and skips the rest, the order itself above
/// all.
final class SnapshotJson {

  private static final JsonFactory JSON = new JsonFactory();

  private @Nullable String orderId;
  private int version;
  private @Nullable Stage state;
  private @Nullable Stage previous;
  private final Map<Step, String> keys = new EnumMap<>(Step.class);
  private @Nullable Suspension suspended;

  private SnapshotJson() {}

  /// @param keys the idempotency keys of all calls it knows, of earlier states too
  record Snapshot(
      String orderId,
      int version,
      Stage state,
      Optional<Stage> previous,
      Map<Step, String> keys,
      Optional<Suspension> suspended) {}

  /// @throws IOException if it is no JSON
  /// @throws IllegalArgumentException if it is no snapshot
  static Snapshot read(byte[] json) throws IOException {
    SnapshotJson reading = new SnapshotJson();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        reading.readField(field, parser);
      }
    }
    return reading.snapshot();
  }

  private Snapshot snapshot() {
    if (orderId == null || state == null || version < 1) {
      throw new IllegalArgumentException("orderId, version or state is missing");
    }
    return new Snapshot(
        orderId,
        version,
        state,
        Optional.ofNullable(previous),
        keys,
        Optional.ofNullable(suspended));
  }

  private void readField(String field, JsonParser parser) throws IOException {
    switch (field) {
      case "orderId" -> orderId = parser.getText();
      case "version" -> version = parser.getIntValue();
      case "state" -> state = Stage.valueOf(parser.getText());
      case "previousState" -> previous = Stage.valueOf(parser.getText());
      case "charge" -> readKey(Step.CHARGE, parser);
      case "reservation" -> readKey(Step.RESERVE, parser);
      case "refund" -> readKey(Step.REFUND, parser);
      case "release" -> readKey(Step.RELEASE, parser);
      case "suspended" -> readSuspension(parser);
      default -> parser.skipChildren();
    }
  }

  private void readKey(Step step, JsonParser parser) throws IOException {
    String key = textFields(parser).get("key");
    if (key != null) {
      keys.put(step, key);
    }
  }

  private void readSuspension(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    Map<String, String> fields = textFields(parser);
    suspended =
        new Suspension(
            fields.getOrDefault("reason", "unknown"),
            Optional.ofNullable(fields.get("deadLetterId")));
  }

  private static Map<String, String> textFields(JsonParser parser) throws IOException {
    Map<String, String> fields = new HashMap<>();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return fields;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        fields.put(field, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return fields;
  }
}
