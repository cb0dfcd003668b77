package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.TopicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The committed records of all topics that the pipeline writes.
final class OutputLog {

  private final List<TopicRecord> records = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();

  void append(int partition, Output output) {
    long offset = ends.merge(output.topic() + "-" + partition, 1L, Long::sum) - 1;
    records.add(output.at(partition, offset));
  }

  List<TopicRecord> records() {
    return records;
  }
}
