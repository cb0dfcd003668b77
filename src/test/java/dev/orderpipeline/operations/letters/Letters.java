package dev.orderpipeline.operations.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Dead letters as the pipeline writes them, and a world around them that a test sets.
final class Letters implements Surroundings {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final LetterReader READER = new LetterReader("orders.placed", "orders.commands");

  final Map<String, Word> words = new HashMap<>();
  final Map<String, Standing> orders = new HashMap<>();
  final Set<SourcePosition> redriven = new HashSet<>();
  final Set<SourcePosition> consumed = new HashSet<>();
  private long nextOffset;

  @Override
  public Optional<Word> word(String letterId) {
    return Optional.ofNullable(words.get(letterId));
  }

  @Override
  public boolean redriven(SourcePosition record) {
    return redriven.contains(record);
  }

  @Override
  public Optional<Standing> order(String orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  @Override
  public boolean consumed(SourcePosition record) {
    return consumed.contains(record);
  }

  static Letter read(Map<String, String> headers, String key, String value) {
    return READER.read(
        new TopicRecord(
            "orders.dead-letter",
            0,
            7,
            NOW,
            Optional.of(key),
            Optional.of(value.getBytes(UTF_8)),
            headers));
  }

  /// A record of the input that became a dead letter.
  Letter input(long offset, String orderId, String reason) {
    return input(offset, orderId, reason, Map.of());
  }

  Letter input(long offset, String orderId, String reason, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>();
    headers.put("dlq_id", "orders.placed-0-" + offset);
    headers.put("dlq_reason", reason);
    headers.put("dlq_message", "order " + orderId + " is bad at " + offset);
    headers.put("dlq_at", NOW.plusMillis(nextOffset).toString());
    headers.put("dlq_order_id", orderId);
    headers.put("dlq_source_topic", "orders.placed");
    headers.put("dlq_source_partition", "0");
    headers.put("dlq_source_offset", String.valueOf(offset));
    headers.put("dlq_source_timestamp", String.valueOf(NOW.toEpochMilli()));
    headers.putAll(more);
    nextOffset++;
    return read(headers, orderId, "{");
  }

  /// What came back of a record that was redriven to this offset.
  Letter back(long offset, String orderId, String root, int count) {
    return input(
        offset,
        orderId,
        "not_json",
        Map.of("dlq_redrive_of", root, "dlq_redrive_count", String.valueOf(count)));
  }

  Letter suspended(String orderId, int version) {
    nextOffset++;
    return read(
        Map.of(
            "dlq_id",
            orderId + ":" + version,
            "dlq_reason",
            "compensation_exhausted",
            "dlq_message",
            "refund was answered 3 times without success",
            "dlq_at",
            NOW.plusMillis(nextOffset).toString(),
            "dlq_order_id",
            orderId),
        orderId,
        "{}");
  }

  void redrive(Letter letter, long to, int redrives) {
    SourcePosition place = placed(to);
    words.put(
        letter.id(),
        new Word(
            LetterStatus.REDRIVEN,
            NOW,
            "ops",
            "fixed",
            redrives,
            Optional.of(place),
            letter.root(),
            false));
    redriven.add(place);
  }

  void discard(Letter letter) {
    words.put(
        letter.id(),
        new Word(
            LetterStatus.DISCARDED,
            NOW,
            "ops",
            "a test",
            0,
            Optional.empty(),
            letter.root(),
            false));
  }

  static SourcePosition placed(long offset) {
    return new SourcePosition("orders.placed", 0, offset);
  }

  static Standing standing(StateName state, int version, Optional<String> suspendedBy) {
    return new Standing(
        state, version, 0, suspendedBy, Optional.of("refund"), Optional.of(NOW), "print");
  }

  Case only(Letter... letters) {
    List<Case> cases = LetterBox.of(List.of(letters), this).cases();
    if (cases.size() != 1) {
      throw new AssertionError("one case was expected, there are " + cases);
    }
    return cases.getFirst();
  }
}
