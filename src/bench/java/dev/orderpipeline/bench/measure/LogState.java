package dev.orderpipeline.bench.measure;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How far topics had been written at one moment.
///
/// @param ends the next offset, by partition
/// @param bytes on disk, by topic
public record LogState(Map<TopicPartition, Long> ends, Map<String, Long> bytes) {

  public LogState {
    ends = Map.copyOf(ends);
    bytes = Map.copyOf(bytes);
  }

  /// Bytes written to a topic since; 0 if Kafka has deleted more than was written.
  public long bytesSince(LogState earlier, String topic) {
    return Math.max(0, bytes.getOrDefault(topic, 0L) - earlier.bytes.getOrDefault(topic, 0L));
  }
}
