package dev.orderpipeline.stream.topics;

/// Why the pipeline cannot run on the topics, or the cluster, as they are.
public sealed interface TopicProblem {

  String COMMAND = "./order-pipeline topics --create";

  /// One line: what is wrong with what, and the command that fixes it.
  String message();

  /// Whether the command that creates topics also puts this right.
  default boolean createFixes() {
    return switch (this) {
      case Missing _, WrongTimestampType _ -> true;
      case WrongPartitions _, PartitionMismatch _, OldTransactions _, Unreachable _ -> false;
    };
  }

  record Missing(String topic, int partitions) implements TopicProblem {
    @Override
    public String message() {
      return "topic %s is missing: create it with `%s --partitions %d`"
          .formatted(topic, COMMAND, partitions);
    }
  }

  record WrongPartitions(String topic, int actual, int wanted) implements TopicProblem {
    @Override
    public String message() {
      return ("topic %s has %d partitions, configured are %d: keep it by setting topic.partitions"
              + " (ORDER_PIPELINE_TOPIC_PARTITIONS) to %d, or, while no order is in it, delete it"
              + " and run `%s --partitions %d`. The number cannot be changed in place, because an"
              + " order's state, its commands and its duplicates find it by its partition. To"
              + " migrate: pause the intake, let the orders on their way end, stop all instances,"
              + " make topics with another prefix (topic.prefix) and %d partitions, keep"
              + " pipeline-id, and run `./order-pipeline recover --from-prefix OLD` before the first"
              + " serve on them")
          .formatted(topic, actual, wanted, actual, COMMAND, wanted, wanted);
    }
  }

  /// An order and the commands for it must be in partitions of the same number.
  record PartitionMismatch(String placed, int ofPlaced, String commands, int ofCommands)
      implements TopicProblem {
    @Override
    public String message() {
      return ("topic %s has %d partitions but %s has %d, and they must have the same number:"
              + " delete %s and run `%s --partitions %d`")
          .formatted(placed, ofPlaced, commands, ofCommands, commands, COMMAND, ofPlaced);
    }
  }

  record WrongTimestampType(String topic, String actual) implements TopicProblem {
    @Override
    public String message() {
      return ("topic %s has %s=%s, it must be %s so that the age of an order can be trusted: set it"
              + " with `%s`")
          .formatted(topic, TopicPlan.TIMESTAMP_TYPE, actual, TopicPlan.LOG_APPEND_TIME, COMMAND);
    }
  }

  record OldTransactions(int actual, int wanted) implements TopicProblem {
    @Override
    public String message() {
      return ("the cluster's finalized transaction.version is %d, exactly-once processing here needs"
              + " %d: run `kafka-features.sh --bootstrap-server HOST:PORT upgrade --feature"
              + " transaction.version=%d`")
          .formatted(actual, wanted, wanted);
    }
  }

  /// The cluster did not answer, or refused.
  record Unreachable(String bootstrapServers, String reason) implements TopicProblem {
    @Override
    public String message() {
      return ("Kafka at %s cannot be asked (%s): check kafka.bootstrap.servers"
              + " (ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS), or start one for development with"
              + " `./order-pipeline broker --dir data/kafka --port 9092`")
          .formatted(bootstrapServers, reason);
    }
  }
}
