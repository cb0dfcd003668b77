package dev.orderpipeline.operations.letters;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Reads dead letters and all that belongs to them. Every call reads anew, and blocks its caller.
public final class LetterDesk {

  /// Letters kept in memory, without what they carry.
  private static final int MOST_LETTERS = 500_000;

  private final Map<String, Object> client;
  private final TopicNames topics;
  private final String pipelineId;
  private final Duration limit;
  private final TopicReader reader;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param limit for reading a set of topics
  public LetterDesk(
      Map<String, ?> client,
      TopicNames topics,
      String pipelineId,
      Duration limit,
      LongSupplier nanoTime) {
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.pipelineId = pipelineId;
    this.limit = limit;
    this.reader = new TopicReader(client, nanoTime);
  }

  Map<String, Object> client() {
    return client;
  }

  TopicNames topics() {
    return topics;
  }

  String pipelineId() {
    return pipelineId;
  }

  /// All cases, with what is needed for their status.
  ///
  /// @throws IllegalStateException if the topics cannot be read
  public LetterBox look() {
    return look(false, Set.of());
  }

  /// All cases, and where the order of each stands.
  ///
  /// @param more orders that are of interest too
  /// @throws IllegalStateException if the topics cannot be read
  public LetterBox study(Set<String> more) {
    return look(true, more);
  }

  private LetterBox look(boolean everyOrder, Set<String> more) {
    // In this order: what is consumed has left its letters, and what is suspended its snapshot.
    Map<String, Map<Integer, Long>> consumed = consumed();
    List<Letter> letters = letters();
    Map<String, Word> words = words();
    Set<String> wanted = new HashSet<>(more);
    letters.stream()
        .filter(letter -> everyOrder || letter.kind() == LetterKind.SUSPENDED)
        .forEach(letter -> letter.orderId().ifPresent(wanted::add));
    return LetterBox.of(letters, Surroundings.of(words, standings(wanted), consumed));
  }

  private Map<String, Map<Integer, Long>> consumed() {
    try (TopicAdmin admin = new TopicAdmin(client, Duration.ofSeconds(15))) {
      Map<String, Map<Integer, Long>> consumed = new HashMap<>();
      topics.inputs().forEach(topic -> consumed.put(topic, admin.consumed(pipelineId, topic)));
      return consumed;
    }
  }

  private List<Letter> letters() {
    LetterReader headers = new LetterReader(topics.placed(), topics.commands());
    List<Letter> letters = new ArrayList<>();
    read(
        List.of(topics.deadLetter()),
        record -> {
          if (letters.size() == MOST_LETTERS) {
            throw new IllegalStateException(
                "%s holds more than %d letters, which is more than can be looked through at once"
                    .formatted(topics.deadLetter(), MOST_LETTERS));
          }
          letters.add(headers.read(record));
        });
    return letters;
  }

  private Map<String, Word> words() {
    Map<String, Word> words = new HashMap<>();
    OperationsLog.read(reader, topics, Word.KIND, limit)
        .forEach((id, json) -> Word.of(json).ifPresent(word -> words.put(id, word)));
    return words;
  }

  /// Where the orders stand by the state topics.
  Map<String, Standing> standings(Set<String> orderIds) {
    Map<String, Standing> standings = new HashMap<>();
    if (orderIds.isEmpty()) {
      return standings;
    }
    SnapshotReader snapshots = new SnapshotReader();
    read(
        topics.states(),
        record -> {
          if (record.key().filter(orderIds::contains).isPresent()) {
            record
                .value()
                .flatMap(snapshots::find)
                .map(Standing::of)
                .ifPresent(found ->
                    standings.merge(
                        record.key().get(),
                        found,
                        (one, other) -> one.version() >= other.version() ? one : other));
          }
        });
    return standings;
  }

  /// The letters themselves, with the bytes they carry.
  ///
  /// @param places where they lie
  public void originals(Set<SourcePosition> places, Consumer<TopicRecord> sink) {
    read(
        List.of(topics.deadLetter()),
        record -> {
          if (places.contains(
              new SourcePosition(record.topic(), record.partition(), record.offset()))) {
            sink.accept(record);
          }
        });
  }

  private void read(List<String> names, Consumer<TopicRecord> sink) {
    reader.readWhole(ReadRequest.committed(names, limit), sink);
  }
}
