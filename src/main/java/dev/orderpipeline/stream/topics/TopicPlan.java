package dev.orderpipeline.stream.topics;

import dev.orderpipeline.protocol.DeadLetter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// How the pipeline's topics should be made.
///
/// @param partitions of the inputs, outcomes and dead letters, 1 … 10,000; the operations topic
///   always has one
/// @param statePartitions of the topics of states on the way, 1 … 10,000; empty for one for each
///   broker, up to 3 and to `partitions`. A commit waits for each that it wrote to.
/// @param replication 1 … 32; empty for the smaller of 3 and the number of brokers
public record TopicPlan(
    TopicNames names, int partitions, OptionalInt statePartitions, OptionalInt replication) {

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

  private static final int USUAL_STATE_PARTITIONS = 3;

  public TopicPlan {
    check("partitions", partitions);
    if (statePartitions.isPresent()) {
      check("state partitions", statePartitions.getAsInt());
    }
    if (replication.isPresent()
        && (replication.getAsInt() < 1 || replication.getAsInt() > MAX_REPLICATION)) {
      throw new IllegalArgumentException(
          "replication must be 1 to " + MAX_REPLICATION + ", was " + replication.getAsInt());
    }
  }

  /// With as many partitions of the topics of states as suits most.
  public TopicPlan(TopicNames names, int partitions, OptionalInt replication) {
    this(names, partitions, OptionalInt.empty(), replication);
  }

  private static void check(String what, int partitions) {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + MAX_PARTITIONS + ", was " + partitions);
    }
  }

  int partitionsOf(String topic, int brokers) {
    if (topic.equals(names.operations())) {
      return 1;
    }
    return names.onTheWay().contains(topic)
        ? statePartitions.orElse(Math.min(Math.min(USUAL_STATE_PARTITIONS, brokers), partitions))
        : partitions;
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
