package dev.orderpipeline.bench.process;

import java.nio.file.Path;
import java.util.Optional;

/// What a process does while it works off a backlog, as JFR sees it: for `jfr view hot-methods` and
/// `jfr view allocation-by-site`.
///
/// @param process empty if nothing is recorded
public record FlightRecording(Optional<ProcessHandle> process) implements AutoCloseable {

  private static final String NAME = "name=bench";

  /// Starts one.
  ///
  /// @param file empty if none is wanted
  public static FlightRecording start(Optional<Child> child, Optional<Path> file)
      throws InterruptedException {
    if (child.isEmpty() || file.isEmpty()) {
      return new FlightRecording(Optional.empty());
    }
    ProcessHandle process = child.get().handle();
    boolean started =
        Jcmd.ask(process, "JFR.start", NAME, "settings=profile", "filename=" + file.get())
            .isPresent();
    return new FlightRecording(started ? Optional.of(process) : Optional.empty());
  }

  @Override
  public void close() {
    if (process.isPresent()) {
      try {
        var _ = Jcmd.ask(process.get(), "JFR.stop", NAME);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
