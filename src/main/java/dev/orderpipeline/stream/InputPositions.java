package dev.orderpipeline.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// For every input partition of one stream thread, an offset that may be committed at any time
/// without skipping or repeating anything: the one committed last, or where its reading began.
///
/// It exists for transactions that read nothing. A commit is refused to a member that has lost its
/// partitions only if it carries an offset: the check of the group's generation is made there. A
/// transaction made by answers alone carries none, so a process that was paused while its
/// partitions moved could commit its stale decisions. Committing the same offset again brings the
/// check back.
final class InputPositions {

  private final Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();

  /// Reading of a partition begins here, unless it began before.
  void beginsAt(TopicPartition partition, long offset) {
    safe.putIfAbsent(partition, new OffsetAndMetadata(offset));
  }

  /// Offsets are part of the open transaction; they are not true yet.
  void sent(Map<TopicPartition, OffsetAndMetadata> offsets) {
    pending.putAll(offsets);
  }

  void committed() {
    pending.forEach((partition, offset) -> safe.replace(partition, offset));
    pending.clear();
  }

  void aborted() {
    pending.clear();
  }

  /// The partitions belong to someone else now.
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(safe::remove);
    partitions.forEach(pending::remove);
  }

  boolean knows(TopicPartition partition) {
    return safe.containsKey(partition);
  }

  /// The offsets to commit so that every task that wrote is checked.
  ///
  /// @param offsets those of the tasks that read something
  /// @param wrote input partitions of the tasks that may have written
  Map<TopicPartition, OffsetAndMetadata> covering(
      Map<TopicPartition, OffsetAndMetadata> offsets, Collection<TopicPartition> wrote) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>(offsets);
    for (TopicPartition partition : wrote) {
      Optional.ofNullable(safe.get(partition))
          .ifPresent(offset -> all.putIfAbsent(partition, offset));
    }
    return all;
  }
}
