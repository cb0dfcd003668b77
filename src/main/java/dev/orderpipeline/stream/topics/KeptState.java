package dev.orderpipeline.stream.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.IntakeWord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Knows whether the pipeline's memory, its internal topics, is still the one it has worked with.
///
/// Kafka Streams makes internal topics that are missing anew, and empty, as soon as any instance
/// joins: an empty store does not tell a first start from a loss. So the ids of the topics, which
/// Kafka never gives twice, are kept as a word on the operations topic (`state/<pipeline id>`).
/// Before there is one, the topics of states are asked: records there without any in the memory are
/// a loss, too. Thread-safe; blocks its caller.
public final class KeptState implements AutoCloseable {

  static final String SUBJECT = "state";

  private final Map<String, ?> client;
  private final InternalTopics internal;
  private final TopicNames topics;
  private final TopicReader reader;
  private final TopicAdmin admin;
  private final InstantSource clock;
  private final Duration limit;
  private volatile @Nullable Map<String, String> known;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param limit for one question to the cluster
  public KeptState(
      Map<String, ?> client,
      InternalTopics internal,
      TopicNames topics,
      InstantSource clock,
      Duration limit) {
    this.client = Map.copyOf(client);
    this.internal = internal;
    this.topics = topics;
    this.reader = new TopicReader(client, System::nanoTime);
    this.admin = new TopicAdmin(client, limit);
    this.clock = clock;
    this.limit = limit;
  }

  /// What the memory turned out to be.
  public sealed interface Verdict {
    /// The one it has worked with, or a first one.
    record Whole() implements Verdict {}

    /// Orders are being brought back: it may be empty.
    record Recovering() implements Verdict {}

    record Lost(String what) implements Verdict {
      public LostState exception() {
        return new LostState(what);
      }
    }
  }

  /// What the operations topic says of the memory.
  ///
  /// @param recovering whether orders are being brought back
  /// @param kept the ids of its topics; empty if none have been kept
  private record Said(boolean recovering, Optional<Map<String, String>> kept) {}

  /// Looks, changes nothing.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Verdict look() {
    return look(said(), ids());
  }

  /// The same as if nobody were recovering.
  public Verdict lookAtMemory() {
    return memory(said(), ids());
  }

  private Verdict look(Said said, Map<String, String> ids) {
    return said.recovering() ? new Verdict.Recovering() : memory(said, ids);
  }

  private Verdict memory(Said said, Map<String, String> ids) {
    Optional<String> lost =
        said.kept().isPresent() ? changed(said.kept().get(), ids) : forgotten(ids);
    return lost.<Verdict>map(Verdict.Lost::new).orElseGet(Verdict.Whole::new);
  }

  /// Looks whenever a task begins, and keeps the ids if they are new.
  ///
  /// @param by which instance
  /// @throws LostState if the memory is not the one it was
  public void check(String by) {
    Map<String, String> ids = ids();
    if (!ids.equals(known)) {
      judge(ids, by);
    }
  }

  /// One thread at a time: those of one instance would put each other out of the seat.
  private synchronized void judge(Map<String, String> ids, String by) {
    if (ids.equals(known)) {
      return;
    }
    Said said = said();
    if (look(said, ids) instanceof Verdict.Lost lost) {
      throw lost.exception();
    }
    if (ids.size() == internal.all().size()) {
      if (!said.kept().equals(Optional.of(ids))) {
        keep(ids, by);
      }
      known = ids;
    }
  }

  private Map<String, String> ids() {
    return admin.ids(internal.all());
  }

  /// Looks whether what this process runs on is still there: Streams itself waits for a deleted
  /// topic for minutes, and goes on if somebody makes it anew.
  ///
  /// @throws LostState if it is not
  /// @throws IllegalStateException if the cluster cannot be asked
  public void watch() {
    Map<String, String> before = known;
    if (before != null) {
      changed(before, ids())
          .ifPresent(what -> {
            throw new LostState(what);
          });
    }
  }

  private Said said() {
    var words = OperationsLog.read(reader, topics, List.of(SUBJECT, IntakeWord.SUBJECT), limit);
    boolean recovering =
        Optional.ofNullable(words.getOrDefault(IntakeWord.SUBJECT, Map.of()).get(IntakeWord.ID))
            .flatMap(word -> IntakeWord.read(word, clock.instant()))
            .filter(word -> !word.open() && word.kind() == IntakeWord.Kind.RECOVERY)
            .isPresent();
    return new Said(
        recovering,
        Optional.ofNullable(words.getOrDefault(SUBJECT, Map.of()).get(internal.pipelineId()))
            .map(KeptState::topics));
  }

  private static Map<String, String> topics(JsonNode word) {
    Map<String, String> ids = new HashMap<>();
    word.path("topics").properties().forEach(id -> ids.put(id.getKey(), id.getValue().asText()));
    return ids;
  }

  private static Optional<String> changed(Map<String, String> before, Map<String, String> now) {
    return before.entrySet().stream()
        .filter(topic -> !topic.getValue().equals(now.get(topic.getKey())))
        .map(topic ->
            "the internal topic %s %s"
                .formatted(
                    topic.getKey(),
                    now.containsKey(topic.getKey())
                        ? "was deleted and made anew"
                        : "has been deleted"))
        .sorted()
        .findFirst();
  }

  /// Whether the topics of states know of orders where the memory has never held any.
  private Optional<String> forgotten(Map<String, String> ids) {
    return forgotten(ids, internal.active(), calledFor())
        .or(() ->
            forgotten(ids, internal.finished(), List.of(topics.completed(), topics.failed())));
  }

  private Optional<String> forgotten(
      Map<String, String> ids, String changelog, List<String> written) {
    boolean empty = !ids.containsKey(changelog) || isEmpty(changelog);
    return empty && reader.holdsAny(written, limit)
        ? Optional.of(
            "the internal topic %s %s, but %s* hold orders"
                .formatted(
                    changelog,
                    ids.containsKey(changelog) ? "is empty" : "is missing",
                    topics.prefix()))
        : Optional.empty();
  }

  /// The states that no order enters without being kept. An order that breaks a rule goes from
  /// VALIDATING to FAILED at once.
  private List<String> calledFor() {
    return List.of(
        topics.charging(), topics.reserving(), topics.compensating(), topics.completed());
  }

  private boolean isEmpty(String changelog) {
    return admin.ends(changelog).values().stream().allMatch(end -> end == 0);
  }

  private void keep(Map<String, String> ids, String by) {
    ObjectNode word = JsonNodeFactory.instance.objectNode();
    ids.forEach(word.putObject("topics")::put);
    word.put("at", clock.instant().toString())
        .put("by", by)
        .put("why", "the pipeline's memory from here on");
    // Everyone who is here says the same; nobody must put out another.
    try (OperatorSeat seat = OperatorSeat.take(client, internal.pipelineId(), "state-" + by)) {
      seat.write(List.of(OperationsLog.say(topics, SUBJECT, internal.pipelineId(), word)));
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
