package dev.orderpipeline.operations.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sorts events by dossier in bounded memory: what does not fit is spilled as sorted runs into a
/// directory of its own, which [#close] removes. Not thread-safe.
final class EventSorter implements AutoCloseable {

  private final AuditLimits limits;
  private final List<SortedEvent> buffer = new ArrayList<>();
  private final Deque<SortedRun> runs = new ArrayDeque<>();
  private long bufferedBytes;
  private int filesMade;
  private @Nullable Path directory;

  EventSorter(AuditLimits limits) {
    this.limits = limits;
  }

  /// @throws UncheckedIOException if runs cannot be written
  void add(AuditEvent event) {
    byte[] body = EventCodec.encode(event);
    for (SortKey key : SortKey.of(event)) {
      SortedEvent sorted = new SortedEvent(key, body);
      buffer.add(sorted);
      bufferedBytes += sorted.heapBytes();
    }
    if (buffer.size() >= limits.events() || bufferedBytes >= limits.heapBytes()) {
      spill();
    }
  }

  /// Hands over all events in order. Call it once, after the last event was added.
  ///
  /// @throws UncheckedIOException if runs cannot be written or read
  void drain(Consumer<SortedEvent> sink) {
    if (runs.isEmpty()) {
      Collections.sort(buffer);
      buffer.forEach(sink);
      return;
    }
    spill();
    try {
      while (runs.size() > limits.openRuns()) {
        mergeSome();
      }
      try (MergedRuns merged = new MergedRuns(List.copyOf(runs))) {
        merged.forEachRemaining(sink);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void spill() {
    Collections.sort(buffer);
    try {
      runs.add(write(buffer.iterator()));
    } catch (IOException e) {
      throw failed(e);
    }
    buffer.clear();
    bufferedBytes = 0;
  }

  private void mergeSome() throws IOException {
    List<SortedRun> some = new ArrayList<>();
    while (some.size() < limits.openRuns()) {
      some.add(runs.remove());
    }
    try (MergedRuns merged = new MergedRuns(some)) {
      runs.add(write(merged));
    }
    for (SortedRun run : some) {
      Files.delete(run.file());
    }
  }

  private SortedRun write(Iterator<SortedEvent> sorted) throws IOException {
    if (directory == null) {
      directory = Files.createTempDirectory(limits.directory(), "order-pipeline-audit-");
    }
    return SortedRun.write(directory.resolve("run-" + filesMade++), sorted);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "cannot sort events in "
            + limits.directory()
            + " ("
            + e.getMessage()
            + "); name a directory with more room",
        e);
  }

  @Override
  public void close() throws IOException {
    if (directory == null) {
      return;
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
    directory = null;
  }
}
