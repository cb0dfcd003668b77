package dev.orderpipeline.bench.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A ledger in the form that `audit` reads, written in large pieces. Unlike the simulated gateways'
/// it may lose its end if the process is killed; in a bench nobody kills gateways. Thread-safe.
final class BatchedLedger implements AutoCloseable {

  private static final int PIECE = 1 << 18;

  private final OutputStream file;
  private final StringBuilder pending = new StringBuilder(2 * PIECE);
  private long seq;
  private long lastMillis;
  private String lastTime = "";

  BatchedLedger(Path path) throws IOException {
    file = Files.newOutputStream(path);
  }

  /// Adds an effect.
  ///
  /// @param details more fields, as JSON with a comma before each
  /// @return its number, which is part of the answer's reference
  synchronized long add(String effect, String orderId, String key, String details) {
    seq++;
    pending
        .append("{\"seq\":")
        .append(seq)
        .append(",\"at\":\"")
        .append(now())
        .append("\",\"effect\":\"")
        .append(effect)
        .append("\",\"orderId\":\"")
        .append(orderId)
        .append("\",\"key\":\"")
        .append(key)
        .append('"')
        .append(details)
        .append("}\n");
    if (pending.length() > PIECE) {
      write();
    }
    return seq;
  }

  /// Formatting a time costs as much as the rest of the line; many lines share a millisecond.
  private String now() {
    long millis = System.currentTimeMillis();
    if (millis != lastMillis) {
      lastMillis = millis;
      lastTime = Instant.ofEpochMilli(millis).toString();
    }
    return lastTime;
  }

  private void write() {
    try {
      file.write(pending.toString().getBytes(UTF_8));
      pending.setLength(0);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    write();
    file.close();
  }
}
