package dev.orderpipeline.operations.replay;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/// Publishes records from an operator's seat in batches, not faster than allowed, and with each
/// batch the word on how far it has come. Used by one thread; blocks it.
public final class PacedSeat {

  private static final int MOST = 500;

  private final Function<List<OutgoingRecord>, List<SourcePosition>> seat;
  private final int perSecond;
  private final Waits waits;
  private final LongFunction<OutgoingRecord> word;
  private final Consumer<SourcePosition> onWritten;
  private final List<OutgoingRecord> batch = new ArrayList<>();
  private long notBefore;
  private long published;

  /// @param seat writes all of it or nothing, and says where each record lies
  /// @param perSecond most records a second
  /// @param word the record that says how many are published, with these
  /// @param onWritten told where each record lies
  public PacedSeat(
      Function<List<OutgoingRecord>, List<SourcePosition>> seat,
      int perSecond,
      Waits waits,
      LongFunction<OutgoingRecord> word,
      Consumer<SourcePosition> onWritten) {
    this.seat = seat;
    this.perSecond = perSecond;
    this.waits = waits;
    this.word = word;
    this.onWritten = onWritten;
    this.notBefore = waits.nanoTime();
  }

  /// Adds a record, and publishes when there are enough.
  public void add(OutgoingRecord record) {
    batch.add(record);
    if (batch.size() >= Math.min(MOST, perSecond)) {
      flush();
    }
  }

  /// Publishes what was added, once it is its turn.
  ///
  /// @throws IllegalStateException if it is told to stop, or it cannot be written
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    long now = waits.nanoTime();
    for (; now - notBefore < 0; now = waits.nanoTime()) {
      waits.pause(Duration.ofNanos(notBefore - now));
    }
    // From now on, however late it is: what was slow to find is not made up for in a rush.
    notBefore = now + batch.size() * TimeUnit.SECONDS.toNanos(1) / perSecond;
    published += batch.size();
    List<OutgoingRecord> all = new ArrayList<>(batch);
    all.add(word.apply(published));
    List<SourcePosition> written = seat.apply(all);
    written.subList(0, batch.size()).forEach(onWritten);
    batch.clear();
  }

  public long published() {
    return published;
  }
}
