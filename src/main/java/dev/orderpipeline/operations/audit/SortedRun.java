package dev.orderpipeline.operations.audit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A file of events in order, compressed, written once and read once.
record SortedRun(Path file, long events) {

  private static final int BUFFER_BYTES = 32 * 1024;

  /// Writes all events that the iterator has, which must come in order.
  static SortedRun write(Path file, Iterator<SortedEvent> sorted) throws IOException {
    // Speed matters more than size here: neighbours are alike, and the file is read once.
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    long events = 0;
    try (OutputStream raw = Files.newOutputStream(file);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(
                    new DeflaterOutputStream(raw, deflater, BUFFER_BYTES), BUFFER_BYTES))) {
      while (sorted.hasNext()) {
        sorted.next().write(out);
        events++;
      }
    } finally {
      deflater.end();
    }
    return new SortedRun(file, events);
  }

  Cursor open() throws IOException {
    return new Cursor(this);
  }

  /// Reads a run from its beginning, one event ahead.
  static final class Cursor implements AutoCloseable {
    private final DataInputStream in;
    private long left;
    private @Nullable SortedEvent head;

    private Cursor(SortedRun run) throws IOException {
      // The inflater reads in small pieces, the decoder in smaller ones: a buffer under each.
      in =
          new DataInputStream(
              new BufferedInputStream(
                  new InflaterInputStream(
                      new BufferedInputStream(Files.newInputStream(run.file), BUFFER_BYTES)),
                  BUFFER_BYTES));
      left = run.events;
      advance();
    }

    /// The next event; null at the end.
    @Nullable SortedEvent head() {
      return head;
    }

    void advance() throws IOException {
      head = left > 0 ? SortedEvent.read(in) : null;
      left--;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
