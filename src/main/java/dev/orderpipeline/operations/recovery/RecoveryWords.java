package dev.orderpipeline.operations.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What recoveries say on the operations topic: that the input is closed for them, and how far each
/// has come.
record RecoveryWords(TopicNames topics, String by, String why, InstantSource clock) {

  private static final String SUBJECT = "recovery";

  /// What has been said so far.
  ///
  /// @param underway the recovery that was begun and has not ended
  /// @param from prefixes that earlier recoveries have read: what they hold may still be needed
  record Heard(Optional<String> underway, Set<String> from) {}

  Heard hear(TopicReader reader, Duration limit) {
    Map<String, JsonNode> recoveries = OperationsLog.read(reader, topics, SUBJECT, limit);
    Set<String> from = new LinkedHashSet<>();
    Optional<String> underway = Optional.empty();
    for (var recovery : recoveries.entrySet()) {
      recovery.getValue().path("from").forEach(prefix -> from.add(prefix.asText()));
      if (recovery.getValue().path("status").asText().equals("RUNNING")) {
        underway = Optional.of(recovery.getKey());
      }
    }
    return new Heard(underway, from);
  }

  List<OutgoingRecord> begin(String id, List<String> from) {
    List<OutgoingRecord> words = new ArrayList<>();
    words.add(intake(false, id));
    words.add(progress(id, "RUNNING", from, 0));
    return words;
  }

  List<OutgoingRecord> end(String id, List<String> from, long published) {
    return List.of(intake(true, id), progress(id, "DONE", from, published));
  }

  OutgoingRecord running(String id, List<String> from, long published) {
    return progress(id, "RUNNING", from, published);
  }

  private OutgoingRecord intake(boolean open, String id) {
    String now = clock.instant().toString();
    ObjectNode word =
        JsonNodeFactory.instance
            .objectNode()
            .put("open", open)
            .put("kind", "RECOVERY")
            .put("since", now)
            .put("at", now)
            .put("by", by)
            .put("why", "recovery %s: %s".formatted(id, why));
    return OperationsLog.say(topics, "intake", "all", word);
  }

  private OutgoingRecord progress(String id, String status, List<String> from, long published) {
    ObjectNode word = JsonNodeFactory.instance.objectNode().put("status", status);
    from.forEach(word.putArray("from")::add);
    word.put("published", published)
        .put("at", clock.instant().toString())
        .put("by", by)
        .put("why", why);
    return OperationsLog.say(topics, SUBJECT, id, word);
  }
}
