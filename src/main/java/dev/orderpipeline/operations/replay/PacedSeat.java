package dev.orderpipeline.operations.replay;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/// Publishes records from an operator's seat in batches, not faster than allowed, and with each
/// batch the word on how far it has come. Used by one thread; blocks it.
public final class PacedSeat {

  private static final int MOST = 500;

  private final OperatorSeat seat;
  private final int perSecond;
  private final LongSupplier nanoTime;
  private final LongFunction<OutgoingRecord> word;
  private final Consumer<SourcePosition> onWritten;
  private final List<OutgoingRecord> batch = new ArrayList<>();
  private final long start;
  private long published;

  /// @param perSecond most records a second
  /// @param word the record that says how many are published, with these
  /// @param onWritten told where each record lies
  public PacedSeat(
      OperatorSeat seat,
      int perSecond,
      LongSupplier nanoTime,
      LongFunction<OutgoingRecord> word,
      Consumer<SourcePosition> onWritten) {
    this.seat = seat;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.word = word;
    this.onWritten = onWritten;
    this.start = nanoTime.getAsLong();
  }

  /// Adds a record, and publishes when there are enough.
  public void add(OutgoingRecord record) {
    batch.add(record);
    if (batch.size() >= Math.min(MOST, perSecond)) {
      flush();
    }
  }

  /// Publishes what was added, once it is its turn.
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    long due = start + (long) (published / (double) perSecond * TimeUnit.SECONDS.toNanos(1));
    for (long wait = due - nanoTime.getAsLong(); wait > 0; wait = due - nanoTime.getAsLong()) {
      LockSupport.parkNanos(wait);
    }
    published += batch.size();
    List<OutgoingRecord> all = new ArrayList<>(batch);
    all.add(word.apply(published));
    List<SourcePosition> written = seat.write(all);
    written.subList(0, batch.size()).forEach(onWritten);
    batch.clear();
  }

  public long published() {
    return published;
  }
}
