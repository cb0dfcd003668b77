package dev.orderpipeline.bench.variant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Which offsets may be committed while records are worked on out of order: those before the first
/// that is not done. Thread-safe.
final class OffsetTracker {

  private static final class Entry {
    private final long offset;
    private boolean done;

    Entry(long offset) {
      this.offset = offset;
    }
  }

  private final Map<TopicPartition, Deque<Entry>> open = new HashMap<>();

  /// Notes that a record is being worked on.
  ///
  /// @return what to run when it is done
  synchronized Runnable begin(ConsumerRecord<?, ?> record) {
    Entry entry = new Entry(record.offset());
    open.computeIfAbsent(
            new TopicPartition(record.topic(), record.partition()), _ -> new ArrayDeque<>())
        .add(entry);
    return () -> done(entry);
  }

  private synchronized void done(Entry entry) {
    entry.done = true;
  }

  /// What has become committable since it was last asked.
  synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    open.forEach((partition, entries) -> {
      for (Entry next = entries.peek(); next != null && next.done; next = entries.peek()) {
        offsets.put(partition, new OffsetAndMetadata(next.offset + 1));
        entries.remove();
      }
    });
    return offsets;
  }
}
