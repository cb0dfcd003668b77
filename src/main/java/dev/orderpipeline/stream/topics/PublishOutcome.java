package dev.orderpipeline.stream.topics;

/// What became of one published record.
public sealed interface PublishOutcome {

  /// Every in-sync replica has it.
  record Acknowledged(String topic, int partition, long offset) implements PublishOutcome {}

  /// It was not acknowledged. It may lie in the topic all the same: publishing it again is safe
  /// only because the pipeline ignores duplicates.
  record Failed(String topic, String reason) implements PublishOutcome {}
}
