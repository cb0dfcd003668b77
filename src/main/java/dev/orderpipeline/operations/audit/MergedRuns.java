package dev.orderpipeline.operations.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;

/// Several sorted runs read as one.
final class MergedRuns implements Iterator<SortedEvent>, AutoCloseable {

  private final List<SortedRun.Cursor> open = new ArrayList<>();
  private final PriorityQueue<SortedRun.Cursor> byHead =
      new PriorityQueue<>(Comparator.comparing(c -> Objects.requireNonNull(c.head())));

  MergedRuns(List<SortedRun> runs) throws IOException {
    try {
      for (SortedRun run : runs) {
        SortedRun.Cursor cursor = run.open();
        open.add(cursor);
        offer(cursor);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return !byHead.isEmpty();
  }

  @Override
  public SortedEvent next() {
    SortedRun.Cursor cursor = byHead.poll();
    if (cursor == null) {
      throw new NoSuchElementException("all runs are read");
    }
    SortedEvent next = Objects.requireNonNull(cursor.head());
    try {
      cursor.advance();
    } catch (IOException e) {
      throw new UncheckedIOException("a run of sorted events cannot be read back", e);
    }
    offer(cursor);
    return next;
  }

  private void offer(SortedRun.Cursor cursor) {
    if (cursor.head() != null) {
      byHead.add(cursor);
    }
  }

  @Override
  public void close() throws IOException {
    for (SortedRun.Cursor cursor : open) {
      cursor.close();
    }
  }
}
