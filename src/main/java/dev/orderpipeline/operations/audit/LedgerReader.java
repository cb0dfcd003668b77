package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerJson;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads a ledger's lines as events. A line that cannot be read, or a gap in the numbering, means
/// that money cannot be proved; a last line without its end is still being written, and left out.
final class LedgerReader {

  /// An entry of 500 items is far below this.
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final String ledger;
  private final InputStream in;
  private long line;

  private LedgerReader(String ledger, InputStream in) {
    this.ledger = ledger;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /// How many complete lines it has now.
  static long count(LedgerSource source) throws IOException {
    try (InputStream in = open(source)) {
      byte[] buffer = new byte[1 << 16];
      long lines = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
      }
      return lines;
    }
  }

  /// @param settledLines how many lines were there before the topics were read
  static void read(LedgerSource source, long settledLines, Consumer<AuditEvent> sink)
      throws IOException {
    try (InputStream in = open(source)) {
      new LedgerReader(source.name(), in).readAll(settledLines, sink);
    }
  }

  private static InputStream open(LedgerSource source) throws IOException {
    try {
      return source.opener().open();
    } catch (IOException e) {
      throw new IOException(
          "cannot read ledger "
              + source.name()
              + ": "
              + e
              + "; give the file or the address of a gateway's ledger",
          e);
    }
  }

  private void readAll(long settledLines, Consumer<AuditEvent> sink) throws IOException {
    long expectedSeq = 1;
    for (Optional<byte[]> next = nextLine(); next.isPresent(); next = nextLine()) {
      Optional<LedgerEntry> entry = entry(next.get());
      if (entry.isEmpty()) {
        sink.accept(unreadable("the line is no ledger entry"));
        expectedSeq++;
        continue;
      }
      long seq = entry.get().seq();
      if (seq != expectedSeq) {
        sink.accept(unreadable("seq is " + seq + ", not " + expectedSeq + ": lines are missing"));
      }
      expectedSeq = seq + 1;
      sink.accept(new LedgerLine(ledger, line, entry.get(), line <= settledLines));
    }
  }

  private static Optional<LedgerEntry> entry(byte[] line) {
    if (line.length > MAX_LINE_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(LedgerJson.read(new String(line, UTF_8)));
    } catch (IllegalArgumentException e) {
      // Reported as unreadable by its line number; the line's contents are not for reports.
      return Optional.empty();
    }
  }

  /// Cut to one byte more than allowed if it is longer. Empty at the end, and for a line without an
  /// end.
  private Optional<byte[]> nextLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        line++;
        return Optional.of(bytes.toByteArray());
      }
      if (bytes.size() <= MAX_LINE_BYTES) {
        bytes.write(b);
      }
    }
    return Optional.empty();
  }

  private Unreadable unreadable(String why) {
    return new Unreadable(ledger + ":" + line, Optional.empty(), GuaranteeName.MONEY_ADDS_UP, why);
  }
}
