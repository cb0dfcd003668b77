package dev.orderpipeline.stream.topics;

import dev.orderpipeline.protocol.DeadLetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// How the pipeline's topics should be made.
///
/// @param partitions of every topic, 1 … 10,000; the operations topic always has one
/// @param replication 1 … 32; empty for the smaller of 3 and the number of brokers
public record TopicPlan(TopicNames names, int partitions, OptionalInt replication) {

  static final String TIMESTAMP_TYPE = "message.timestamp.type";
  static final String LOG_APPEND_TIME = "LogAppendTime";

  /// Longer than the memory of finished orders, so that what a replay can bring is known or
  /// refused.
  private static final Duration RETENTION = Duration.ofDays(7);

  /// Dead letters wait for a person, who may be on holiday.
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  static final int MAX_RECORD_BYTES = DeadLetter.MAX_RECORD_BYTES;

  private static final int MAX_PARTITIONS = 10_000;
  private static final int MAX_REPLICATION = 32;
  private static final int USUAL_REPLICATION = 3;

  public TopicPlan {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions must be 1 to " + MAX_PARTITIONS + ", was " + partitions);
    }
    if (replication.isPresent()
        && (replication.getAsInt() < 1 || replication.getAsInt() > MAX_REPLICATION)) {
      throw new IllegalArgumentException(
          "replication must be 1 to " + MAX_REPLICATION + ", was " + replication.getAsInt());
    }
  }

  int partitionsOf(String topic) {
    return topic.equals(names.operations()) ? 1 : partitions;
  }

  /// The replication factor on a cluster of so many brokers.
  int replicationOn(int brokers) {
    return replication.orElse(Math.min(USUAL_REPLICATION, brokers));
  }

  /// The topic's own settings, by Kafka's names.
  Map<String, String> configOf(String topic, int replicas) {
    var config = new HashMap<String, String>();
    if (topic.equals(names.operations())) {
      // A pause holds until it is lifted, however long ago it was ordered.
      config.put("cleanup.policy", "compact");
    } else {
      config.put("cleanup.policy", "delete");
      config.put("retention.ms", String.valueOf(retentionOf(topic).toMillis()));
    }
    // With fewer than three replicas a second one in sync would trade one broker's loss for a stop.
    config.put("min.insync.replicas", replicas >= USUAL_REPLICATION ? "2" : "1");
    if (names.inputs().contains(topic)) {
      // Whether an order is older than the pipeline's memory must not depend on a producer's clock.
      config.put(TIMESTAMP_TYPE, LOG_APPEND_TIME);
    }
    if (topic.equals(names.deadLetter())) {
      config.put("max.message.bytes", String.valueOf(DeadLetter.MAX_RECORD_BYTES));
    }
    return Map.copyOf(config);
  }

  private Duration retentionOf(String topic) {
    return topic.equals(names.deadLetter()) ? DEAD_LETTER_RETENTION : RETENTION;
  }
}
