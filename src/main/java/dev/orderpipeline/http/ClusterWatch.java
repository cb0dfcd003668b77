package dev.orderpipeline.http;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.operations.letters.Letter;
import dev.orderpipeline.operations.letters.LetterReader;
import dev.orderpipeline.operations.letters.Word;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicTail;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What only Kafka knows: how much of the input is not read yet, and the newest dead letters. Asked
/// while somebody looks, every few seconds, on a thread of its own that may wait for Kafka.
final class ClusterWatch implements AutoCloseable {

  static final int MOST_DEAD_LETTERS = 200;

  /// Of operators: more than are said of so many letters, with a lot of other matters.
  private static final int MOST_WORDS = 2_000;

  /// The newest letters and what belongs to them.
  ///
  /// @param letters newest first
  /// @param words by the letter's id
  /// @param consumed by topic and partition, the first offset not dealt with
  record DeadLetters(
      List<Letter> letters, Map<String, Word> words, Map<String, Map<Integer, Long>> consumed) {}

  /// What an operator said, if it was about a letter.
  private record Spoken(String letterId, Optional<Word> word) {
    static Spoken of(TopicRecord record) {
      Optional<String> subject = OperationsLog.subject(record, Word.KIND);
      return new Spoken(
          subject.orElse(""), subject.flatMap(_ -> OperationsLog.word(record)).flatMap(Word::of));
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration ASK = Duration.ofSeconds(4);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long CLOSE_SECONDS = 2;

  private final ApiParts parts;
  private final InstantSource clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("http-kafka").factory());
  private final TopicTail<Letter> tail;
  private final TopicTail<Spoken> words;
  private final Background<Picture.Lag> lag;
  private final Background<DeadLetters> deadLetters;
  private @Nullable TopicAdmin admin;

  ClusterWatch(ApiParts parts, InstantSource clock, LongSupplier nanoTime) {
    this.parts = parts;
    this.clock = clock;
    this.tail =
        new TopicTail<>(
            parts.client(),
            parts.topics().deadLetter(),
            MOST_DEAD_LETTERS,
            new LetterReader(parts.topics().placed(), parts.topics().commands())::read,
            nanoTime);
    this.words =
        new TopicTail<>(
            parts.client(), parts.topics().operations(), MOST_WORDS, Spoken::of, nanoTime);
    this.lag = new Background<>(thread, this::readLag, FRESH_NANOS, nanoTime);
    this.deadLetters = new Background<>(thread, this::readDeadLetters, FRESH_NANOS / 2, nanoTime);
  }

  /// As it is now, or was a moment ago; fails if Kafka does not say. Completes on any thread.
  Future<Picture.Lag> freshLag() {
    return lag.fresh();
  }

  /// As last heard; empty before that.
  Optional<Picture.Lag> lag() {
    return lag.latest();
  }

  /// Something that changes when there is a new dead letter, or something was done about one; empty
  /// as long as nobody knows.
  Optional<String> newestDeadLetter() {
    return deadLetters
        .latest()
        .map(found ->
            found.letters().isEmpty()
                ? "none"
                : "%s %d".formatted(found.letters().getFirst().record(), found.words().size()));
  }

  /// Newest first.
  Future<DeadLetters> deadLetters() {
    return deadLetters.fresh();
  }

  private DeadLetters readDeadLetters() {
    // In this order: what is consumed has left its letters.
    TopicAdmin asked = admin();
    Map<String, Map<Integer, Long>> consumed = new HashMap<>();
    for (String topic : parts.topics().inputs()) {
      consumed.put(topic, asked.consumed(parts.pipelineId(), topic));
    }
    List<Letter> letters = tail.newest(ASK);
    Map<String, Word> latest = new HashMap<>();
    for (Spoken spoken : words.newest(ASK)) {
      spoken.word().ifPresent(word -> latest.putIfAbsent(spoken.letterId(), word));
    }
    return new DeadLetters(letters, latest, consumed);
  }

  private TopicAdmin admin() {
    TopicAdmin asked = admin == null ? new TopicAdmin(parts.client(), ASK) : admin;
    admin = asked;
    return asked;
  }

  private Picture.Lag readLag() {
    TopicAdmin asked = admin();
    String topic = parts.topics().placed();
    Map<Integer, Long> consumed = asked.consumed(parts.pipelineId(), topic);
    long records =
        asked.ends(topic).entrySet().stream()
            .mapToLong(end -> Math.max(0, end.getValue() - consumed.getOrDefault(end.getKey(), 0L)))
            .sum();
    return new Picture.Lag(records, clock.millis());
  }

  @Override
  public void close() {
    thread.execute(this::disconnect);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() {
    try {
      tail.close();
      words.close();
      TopicAdmin open = admin;
      if (open != null) {
        open.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("a connection to Kafka did not close in order", e);
    }
  }
}
