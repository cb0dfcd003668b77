package dev.orderpipeline.stream.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.TopicRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What operators have done and ordered, as `orders.operations` tells it: the latest word on each
/// subject. A subject is named `<kind>/<id>`, such as `dead-letter/orders.placed-3-17` or
/// `gate/payments/forward`; the word is a JSON object that says at least when (`at`), who (`by`)
/// and why (`why`).
public final class OperationsLog {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private OperationsLog() {}

  /// The latest word on every subject of a kind, by id, in the order they were last spoken.
  ///
  /// @throws IllegalStateException if the topic cannot be read to its end within the limit
  public static Map<String, JsonNode> read(
      TopicReader reader, TopicNames topics, String kind, Duration limit) {
    return read(reader, topics, List.of(kind), limit).getOrDefault(kind, Map.of());
  }

  /// The same for several kinds, by kind, in one reading.
  ///
  /// @throws IllegalStateException if the topic cannot be read to its end within the limit
  public static Map<String, Map<String, JsonNode>> read(
      TopicReader reader, TopicNames topics, List<String> kinds, Duration limit) {
    Map<String, Map<String, JsonNode>> words = new LinkedHashMap<>();
    kinds.forEach(kind -> words.put(kind, new LinkedHashMap<>()));
    reader.readWhole(
        ReadRequest.committed(List.of(topics.operations()), limit),
        record ->
            words.forEach((kind, ofKind) ->
                subject(record, kind)
                    .ifPresent(id -> {
                      ofKind.remove(id);
                      word(record).ifPresent(word -> ofKind.put(id, word));
                    })));
    return words;
  }

  /// The id of the record's subject if it is of this kind.
  public static Optional<String> subject(TopicRecord record, String kind) {
    String prefix = kind + "/";
    return record
        .key()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()));
  }

  /// What the record says; empty for a tombstone and for what is no JSON.
  public static Optional<JsonNode> word(TopicRecord record) {
    try {
      return record.value().isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readTree(record.value().get())).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The record that says it.
  public static OutgoingRecord say(TopicNames topics, String kind, String id, JsonNode word) {
    return new OutgoingRecord(
        topics.operations(),
        Optional.empty(),
        Optional.of((kind + "/" + id).getBytes(UTF_8)),
        Optional.of(word.toString().getBytes(UTF_8)),
        Map.of());
  }
}
