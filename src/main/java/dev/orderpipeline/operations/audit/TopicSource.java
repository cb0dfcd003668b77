package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.TopicRecord;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads topics from their beginning to the end they had when the call began.
@FunctionalInterface
public interface TopicSource {

  /// Returns when every partition of the topics has been read up to the end it had when the call
  /// began. Calls the sink on the caller's thread.
  ///
  /// @param readCommitted whether records of aborted and open transactions are left out
  /// @throws java.io.UncheckedIOException if a topic is missing or cannot be read, saying which
  void read(Collection<String> topics, boolean readCommitted, Consumer<TopicRecord> sink);

  /// How far the pipeline has consumed a topic: by partition, the first offset that it has not
  /// committed yet. Empty if that is not known.
  default Optional<Map<Integer, Long>> consumed(String topic) {
    return Optional.empty();
  }
}
