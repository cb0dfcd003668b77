package dev.orderpipeline.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Kafka Streams keeps on disk, and whether it was closed in order.
///
/// Under exactly-once, what a killed process leaves behind is of no use: Streams drops it, task by
/// task, and restores it from the changelogs. But a window store of several segments brings it to
/// ruin (4.3.1): those that open before one is found that was not closed stay open, hold their
/// locks, and end the process, at every start anew. So what was not closed in order is to be
/// dropped before Streams opens it.
///
/// To be taken in use before Streams is started, while it holds its lock on the directory, and
/// noted as closed right after it has stopped and given the lock up.
final class LocalState {

  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
  private static final String CLOSED = "closed";
  private static final String TASK = "\\d+_\\d+";

  private final Path dir;
  private final Path closed;

  /// @param stateDir of the process; that of the pipeline is in it
  LocalState(Path stateDir, String pipelineId) {
    this.dir = stateDir.resolve(pipelineId);
    this.closed = dir.resolve(CLOSED);
  }

  /// Takes it in use: from now on it is not closed.
  ///
  /// @return whether something is there that was not closed in order
  /// @throws UncheckedIOException if the directory cannot be read or written
  boolean takeUnclosed() {
    try {
      if (!Files.deleteIfExists(closed)) {
        return hasTasks();
      }
      try (FileChannel directory = FileChannel.open(dir, StandardOpenOption.READ)) {
        directory.force(true); // It must not be there again when the machine has lost its power.
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take the local state in " + dir + " in use", e);
    }
  }

  /// It was closed in order. If that cannot be noted, the next start restores it.
  void closed() {
    try {
      Files.writeString(closed, "");
    } catch (IOException e) {
      LOG.warn("cannot note in {} that it is closed; the next start restores it", dir, e);
    }
  }

  private boolean hasTasks() throws IOException {
    if (!Files.isDirectory(dir)) {
      return false;
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files.anyMatch(file -> file.getFileName().toString().matches(TASK));
    }
  }
}
