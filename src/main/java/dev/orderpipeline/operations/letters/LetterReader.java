package dev.orderpipeline.operations.letters;

import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.protocol.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads dead letters from records. Anybody may write to the topic, so every header may hold
/// anything: what is not as the pipeline writes it is left out.
///
/// @param placedTopic the input's name
/// @param commandsTopic the commands' name
public record LetterReader(String placedTopic, String commandsTopic) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,300}");
  private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final int MOST_OF_A_MESSAGE = 500;
  private static final int MOST_OF_A_TOPIC = 249;
  private static final String PREFIX = "dlq_";

  public Letter read(TopicRecord record) {
    Map<String, String> headers = record.headers();
    Optional<Letter.Source> source = source(headers);
    Optional<String> orderId =
        Optional.ofNullable(headers.get("dlq_order_id")).filter(OrderPlacedDecoder::isOrderId);
    LetterKind kind = kind(headers, source, orderId);
    return new Letter(
        Optional.ofNullable(headers.get("dlq_id"))
            .filter(id -> ID.matcher(id).matches())
            .orElse("%s-%d-%d".formatted(record.topic(), record.partition(), record.offset())),
        kind,
        Optional.ofNullable(headers.get("dlq_reason"))
            .filter(reason -> REASON.matcher(reason).matches())
            .orElse("unknown"),
        line(headers.getOrDefault("dlq_message", "")),
        time(headers.get("dlq_at")).orElse(record.timestamp()),
        orderId,
        new SourcePosition(record.topic(), record.partition(), record.offset()),
        source,
        record.key(),
        record.value().map(bytes -> bytes.length).orElse(0),
        !"false".equals(headers.get("dlq_carried")),
        kind == LetterKind.SUSPENDED ? step(record) : Optional.empty(),
        origin(headers));
  }

  private LetterKind kind(
      Map<String, String> headers, Optional<Letter.Source> source, Optional<String> orderId) {
    if (source.isEmpty()) {
      boolean ofAnOrder =
          orderId.isPresent() && headers.getOrDefault("dlq_id", "").startsWith(orderId.get() + ":");
      return ofAnOrder ? LetterKind.SUSPENDED : LetterKind.FOREIGN;
    }
    String topic = source.get().place().topic();
    if (topic.equals(placedTopic)) {
      return LetterKind.INPUT;
    }
    return topic.equals(commandsTopic) ? LetterKind.COMMAND : LetterKind.FOREIGN;
  }

  private static Optional<Letter.Source> source(Map<String, String> headers) {
    String topic = headers.getOrDefault("dlq_source_topic", "");
    Optional<Long> partition = number(headers.get("dlq_source_partition"));
    Optional<Long> offset = number(headers.get("dlq_source_offset"));
    if (!ID.matcher(topic).matches()
        || topic.length() > MOST_OF_A_TOPIC
        || partition.filter(p -> p <= Integer.MAX_VALUE).isEmpty()
        || offset.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Letter.Source(
            new SourcePosition(topic, Math.toIntExact(partition.get()), offset.get()),
            number(headers.get("dlq_source_timestamp")).map(Instant::ofEpochMilli)));
  }

  private static Optional<Origin> origin(Map<String, String> headers) {
    Map<String, String> origin = new HashMap<>();
    headers.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        origin.put(name.substring(PREFIX.length()), value);
      }
    });
    return Origin.of(origin);
  }

  /// A suspended order's letter carries its snapshot.
  private static Optional<String> step(TopicRecord record) {
    try {
      return record
          .value()
          .flatMap(bytes -> new SnapshotReader().read(bytes).state().current())
          .map(run -> run.step().label());
    } catch (RuntimeException notASnapshot) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(@org.jspecify.annotations.Nullable String text) {
    return Optional.ofNullable(text)
        .filter(digits -> digits.matches("[0-9]{1,15}"))
        .map(Long::parseLong);
  }

  private static Optional<Instant> time(@org.jspecify.annotations.Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static String line(String text) {
    String cut =
        text.length() <= MOST_OF_A_MESSAGE ? text : text.substring(0, MOST_OF_A_MESSAGE - 1) + "…";
    return CONTROL.matcher(cut).replaceAll(" ");
  }
}
