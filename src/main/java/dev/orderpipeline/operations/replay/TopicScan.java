package dev.orderpipeline.operations.replay;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads whole topics, committed records only, for those who plan what to publish.
public final class TopicScan {

  private final TopicReader reader;
  private final Duration limit;

  /// @param limit for reading a topic once
  public TopicScan(TopicReader reader, Duration limit) {
    this.reader = reader;
    this.limit = limit;
  }

  /// @throws IllegalStateException if a topic cannot be read to its end
  public void read(String topic, Consumer<TopicRecord> sink) {
    read(List.of(topic), sink);
  }

  /// @throws IllegalStateException if a topic cannot be read to its end
  public void read(List<String> topics, Consumer<TopicRecord> sink) {
    reader.readWhole(ReadRequest.committed(topics, limit), sink);
  }

  /// Adds the positions of the records that have a dead letter, as [TopicRecord#position].
  public void deadLettered(TopicNames topics, Set<String> positions) {
    read(topics.deadLetter(), letter -> source(letter.headers()).ifPresent(positions::add));
  }

  private static Optional<String> source(Map<String, String> headers) {
    String topic = headers.get("dlq_source_topic");
    return topic == null
        ? Optional.empty()
        : Optional.of(
            topic
                + "-"
                + headers.get("dlq_source_partition")
                + "@"
                + headers.get("dlq_source_offset"));
  }

  /// The positions of records that are published again already.
  public Set<String> published(List<TopicNames> all) {
    Set<String> positions = new HashSet<>();
    for (TopicNames topics : all) {
      read(
          topics.placed(),
          record ->
              Optional.ofNullable(record.headers().get(Republishing.REPLAY_OF))
                  .ifPresent(positions::add));
    }
    return positions;
  }
}
