package dev.orderpipeline.operations.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What recoveries say on the operations topic: that the input is closed for them, and how far each
/// has come.
record RecoveryWords(TopicNames topics, String by, String why, InstantSource clock) {

  static final String SUBJECT = "recovery";
  private static final String CLOSED = "closedBefore";

  /// What has been said so far.
  ///
  /// @param underway the recovery that was begun and has not ended
  /// @param from prefixes that earlier recoveries have read: what they hold may still be needed
  /// @param closed what keeps the input closed that is no recovery's, or did when the one underway
  ///   began: it closes it again when the recovery ends
  record Heard(Optional<String> underway, Set<String> from, Optional<IntakeWord> closed) {}

  Heard hear(TopicReader reader, Duration limit) {
    return heard(OperationsLog.read(reader, topics, List.of(SUBJECT, IntakeWord.SUBJECT), limit));
  }

  /// @param words by kind and id
  Heard heard(Map<String, Map<String, JsonNode>> words) {
    Set<String> from = new LinkedHashSet<>();
    Optional<String> underway = Optional.empty();
    Optional<IntakeWord> closed =
        closed(words.getOrDefault(IntakeWord.SUBJECT, Map.of()).get(IntakeWord.ID));
    for (var recovery : words.getOrDefault(SUBJECT, Map.of()).entrySet()) {
      recovery.getValue().path("from").forEach(prefix -> from.add(prefix.asText()));
      if (recovery.getValue().path("status").asText().equals("RUNNING")) {
        underway = Optional.of(recovery.getKey());
        closed = closed.or(() -> closed(recovery.getValue().get(CLOSED)));
      }
    }
    return new Heard(underway, from, closed);
  }

  private Optional<IntakeWord> closed(@Nullable JsonNode word) {
    return Optional.ofNullable(word)
        .flatMap(said -> IntakeWord.read(said, clock.instant()))
        .filter(said -> !said.open() && said.kind() != IntakeWord.Kind.RECOVERY);
  }

  List<OutgoingRecord> begin(String id, List<String> from, Optional<IntakeWord> closed) {
    return List.of(intake(mine(false, id)), progress(id, "RUNNING", from, 0, closed));
  }

  /// Opens the input, unless something else had closed it.
  List<OutgoingRecord> end(
      String id, List<String> from, long published, Optional<IntakeWord> closed) {
    return List.of(
        intake(closed.orElseGet(() -> mine(true, id))),
        progress(id, "DONE", from, published, Optional.empty()));
  }

  OutgoingRecord running(
      String id, List<String> from, long published, Optional<IntakeWord> closed) {
    return progress(id, "RUNNING", from, published, closed);
  }

  private IntakeWord mine(boolean open, String id) {
    Instant now = clock.instant();
    return new IntakeWord(
        open, IntakeWord.Kind.RECOVERY, now, now, by, "recovery %s: %s".formatted(id, why));
  }

  private OutgoingRecord intake(IntakeWord word) {
    return OperationsLog.say(topics, IntakeWord.SUBJECT, IntakeWord.ID, word.json());
  }

  private OutgoingRecord progress(
      String id, String status, List<String> from, long published, Optional<IntakeWord> closed) {
    ObjectNode word = JsonNodeFactory.instance.objectNode().put("status", status);
    from.forEach(word.putArray("from")::add);
    closed.ifPresent(said -> word.set(CLOSED, said.json()));
    word.put("published", published)
        .put("at", clock.instant().toString())
        .put("by", by)
        .put("why", why);
    return OperationsLog.say(topics, SUBJECT, id, word);
  }
}
