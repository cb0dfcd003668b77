package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The committed records of all topics that the pipeline writes.
final class OutputLog {

  private final List<TopicRecord> records = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();

  void append(int partition, Output output) {
    long offset = ends.merge(output.topic() + "-" + partition, 1L, Long::sum) - 1;
    records.add(output.at(partition, offset));
  }

  /// The positions of the records that have a dead letter, as [TopicRecord#position].
  Set<String> deadLettered() {
    return records.stream()
        .map(TopicRecord::headers)
        .filter(headers -> headers.containsKey("dlq_source_topic"))
        .map(headers ->
            "%s-%s@%s"
                .formatted(
                    headers.get("dlq_source_topic"),
                    headers.get("dlq_source_partition"),
                    headers.get("dlq_source_offset")))
        .collect(Collectors.toSet());
  }

  List<TopicRecord> records() {
    return records;
  }
}
