package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.FinishedStore;
import dev.orderpipeline.stream.topics.InternalTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.state.WindowStore;

/// `orders-finished`: on disk, in segments of time that are dropped whole.
///
/// An order is put under the start of the period it finished in, not under the moment: so it is
/// found by a few exact look-ups, which the store's filters answer for an unknown order without
/// reading, instead of by a scan over time.
record KafkaFinishedStore(WindowStore<String, byte[]> store, Duration memory)
    implements FinishedStore {

  static final String NAME = InternalTopics.FINISHED_STORE;

  /// Length of a period. Not derived from the memory: entries must be found after that was changed.
  static final Duration PERIOD = Duration.ofHours(12);

  /// How long the store must keep a period, counted from its start: what finished at its very end
  /// is still remembered in full.
  static Duration retention(Duration memory) {
    return memory.plus(PERIOD.multipliedBy(2));
  }

  @Override
  public void put(String orderId, Instant finishedAt, byte[] snapshot) {
    store.put(orderId, snapshot, startOfPeriod(finishedAt.toEpochMilli()));
  }

  @Override
  public Optional<byte[]> find(String orderId, Instant now) {
    long newest = newest(now).toEpochMilli();
    long oldest = oldest(now, memory).toEpochMilli();
    for (long start = newest; start >= oldest; start -= PERIOD.toMillis()) {
      byte[] snapshot = store.fetch(orderId, start);
      if (snapshot != null) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /// Start of the newest period there can be. One ahead: the clock of whoever finished the order
  /// may have been ahead of ours.
  static Instant newest(Instant now) {
    return Instant.ofEpochMilli(startOfPeriod(now.plus(PERIOD).toEpochMilli()));
  }

  /// Start of the oldest period that is remembered.
  static Instant oldest(Instant now, Duration memory) {
    return Instant.ofEpochMilli(startOfPeriod(now.minus(memory).toEpochMilli()));
  }

  private static long startOfPeriod(long millis) {
    return millis - Math.floorMod(millis, PERIOD.toMillis());
  }
}
