package dev.orderpipeline.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The retention that local state was written under, kept beside it. Kafka Streams cuts its
/// segments by the retention and would not find them again under another: finished orders would be
/// forgotten, and a late duplicate charged. State under another retention has to be built anew,
/// from Kafka.
public final class KeptRetention {

  private static final String FILE = "finished-retention";

  private KeptRetention() {}

  /// Keeps the retention if none is kept.
  ///
  /// @return what is wrong and what to do, if another one is kept
  /// @throws UncheckedIOException if the state directory cannot be read or written
  public static Optional<String> check(Path stateDir, Duration retention) {
    Path file = stateDir.resolve(FILE);
    String wanted = DurationText.of(retention);
    try {
      Files.createDirectories(stateDir);
      if (!Files.exists(file)) {
        Files.writeString(file, wanted + "\n");
        return Optional.empty();
      }
      String kept = Files.readString(file).strip();
      return kept.equals(wanted)
          ? Optional.empty()
          : Optional.of(
              "finished-retention is %s, but the state in %s was written under %s: set it back, or delete that directory (all but instance-id) to have the state built anew from Kafka"
                  .formatted(wanted, stateDir, kept));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the retention in " + file, e);
    }
  }
}
