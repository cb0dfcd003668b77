package dev.orderpipeline.stream;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.domain.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/// Reads the finished orders of a partition in the order of their ids: one cursor for each period,
/// since they lie in the order of ids within one only.
final class FinishedScan {

  private final KafkaStreams streams;
  private final Duration memory;

  FinishedScan(KafkaStreams streams, Duration memory) {
    this.streams = streams;
    this.memory = memory;
  }

  /// Cursors behind an orderId, to be closed.
  ///
  /// @throws org.apache.kafka.streams.errors.InvalidStateStoreException if the partition is not
  ///   here
  List<Cursor> after(int partition, String orderId, Instant now) {
    ReadOnlyWindowStore<String, byte[]> store =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                    KafkaFinishedStore.NAME, QueryableStoreTypes.<String, byte[]>windowStore())
                .withPartition(partition)
                .enableStaleStores());
    List<Cursor> cursors = new ArrayList<>();
    Instant newest = KafkaFinishedStore.newest(now);
    for (Instant start = KafkaFinishedStore.oldest(now, memory);
        !start.isAfter(newest);
        start = start.plus(KafkaFinishedStore.PERIOD)) {
      cursors.add(new Cursor(store.fetch(orderId, null, start, start), orderId));
    }
    return cursors;
  }

  /// The finished orders of one period.
  static final class Cursor implements Iterator<Order>, AutoCloseable {
    private final SnapshotReader reader = new SnapshotReader();
    private final KeyValueIterator<Windowed<String>, byte[]> entries;
    private final String after;

    Cursor(KeyValueIterator<Windowed<String>, byte[]> entries, String after) {
      this.entries = entries;
      this.after = after;
    }

    @Override
    public boolean hasNext() {
      // The store's range begins with the id itself.
      while (entries.hasNext() && entries.peekNextKey().key().equals(after)) {
        entries.next();
      }
      return entries.hasNext();
    }

    @Override
    public Order next() {
      return reader.read(entries.next().value);
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
