package dev.orderpipeline.simulation.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerJson;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger on disk: one line per entry. Lines are collected by [#append] and handed to the
/// operating system by [#flush], all at once; what was flushed survives the death of this process,
/// though not of the machine.
///
/// Thread-safe. One process at a time: the file is locked while it is open.
public final class LedgerFile implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LedgerFile.class);
  private static final int CHUNK = 8192;

  private final Path path;
  private final FileChannel channel;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long size;
  private boolean failed;

  private LedgerFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /// Opens or creates the file and repairs a torn last line.
  ///
  /// @throws IOException if the file is in use or cannot be read
  public static LedgerFile open(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
    try {
      if (lock(channel) == null) {
        throw new IOException(
            "ledger " + path + " is in use; stop the gateways that use it, or name another file");
      }
      cutTornLine(path, channel);
      channel.position(channel.size());
      return new LedgerFile(path, channel, channel.size());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /// Length in bytes of what was flushed; always ends with a whole line.
  public synchronized long size() {
    return size;
  }

  /// Reads what was in the file when it was opened.
  ///
  /// @param entries takes every entry, in order; refuses one with an IllegalArgumentException
  /// @throws IOException naming the line that is no entry or was refused
  public void read(Consumer<LedgerEntry> entries) throws IOException {
    long number = 0;
    try (BufferedReader lines = Files.newBufferedReader(path, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        entries.accept(LedgerJson.read(line));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "ledger "
              + path
              + " cannot be continued after line "
              + (number - 1)
              + ": line "
              + number
              + " is not the next entry; restore the file or name another",
          e);
    }
  }

  /// Takes a line for the next [#flush].
  public synchronized void append(LedgerEntry entry) {
    pending.writeBytes(LedgerJson.write(entry).getBytes(UTF_8));
    pending.write('\n');
  }

  /// Hands everything appended to the operating system.
  ///
  /// @throws IOException if the file may now end in a torn line; nothing must be written to it
  ///   before it is opened again
  public synchronized void flush() throws IOException {
    if (failed) {
      throw new IOException("an earlier write to ledger " + path + " failed; open it again");
    }
    if (pending.size() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
    pending.reset();
    failed = true; // until it is known to have worked
    while (bytes.hasRemaining()) {
      size += channel.write(bytes);
    }
    failed = false;
  }

  /// Flushes and lets go of the file.
  ///
  /// @throws IOException if a write failed, now or before
  @Override
  public synchronized void close() throws IOException {
    try (channel) {
      flush();
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This process has it open already, which is as much in use as any other.
    }
  }

  /// A process that died while writing leaves a last line without its end. Nobody was answered for
  /// it, so it may go.
  private static void cutTornLine(Path path, FileChannel channel) throws IOException {
    long end = channel.size();
    long wholeLines = endOfLastWholeLine(channel, end);
    if (wholeLines < end) {
      log.warn(
          "ledger {} ended in a torn line: cut {} bytes at {}", path, end - wholeLines, wholeLines);
      channel.truncate(wholeLines);
    }
  }

  private static long endOfLastWholeLine(FileChannel channel, long end) throws IOException {
    long from = end;
    while (from > 0) {
      long start = Math.max(0, from - CHUNK);
      ByteBuffer chunk = ByteBuffer.allocate((int) (from - start));
      while (chunk.hasRemaining() && channel.read(chunk, start + chunk.position()) >= 0) {}
      for (int i = chunk.position() - 1; i >= 0; i--) {
        if (chunk.get(i) == '\n') {
          return start + i + 1;
        }
      }
      from = start;
    }
    return 0;
  }
}
