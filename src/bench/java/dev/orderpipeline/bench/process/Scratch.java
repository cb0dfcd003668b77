package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a bench keeps its data and logs while it runs.
///
/// @param kept whether it stays
public record Scratch(Path dir, boolean kept) implements AutoCloseable {

  /// Makes it.
  ///
  /// @param wanted kept; null for a temporary one
  public static Scratch in(@Nullable Path wanted) throws IOException {
    if (wanted == null) {
      return new Scratch(Files.createTempDirectory("order-pipeline-bench"), false);
    }
    Files.createDirectories(wanted);
    try (Stream<Path> files = Files.list(wanted)) {
      if (files.findAny().isPresent()) {
        throw new IOException(wanted + " is not empty: name another directory, or empty it");
      }
    }
    return new Scratch(wanted.toAbsolutePath(), true);
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      return;
    }
    remove(dir);
  }

  /// Removes a directory with what is in it.
  public static void remove(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      all.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
