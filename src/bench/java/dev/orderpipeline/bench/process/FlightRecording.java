package dev.orderpipeline.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What processes do while they work off a backlog, as JFR sees it: for `jfr view
/// cpu-time-hot-methods` and `jfr view allocation-by-site`.
///
/// @param processes empty if nothing is recorded
public record FlightRecording(List<ProcessHandle> processes) implements AutoCloseable {

  private static final String NAME = "name=bench";

  /// By the kernel's CPU clock (JEP 509), since what waits in the kernel is no work.
  private static final List<String> SETTINGS =
      List.of(
          "settings=profile", "jdk.CPUTimeSample#enabled=true", "jdk.CPUTimeSample#throttle=5ms");

  public FlightRecording {
    processes = List.copyOf(processes);
  }

  /// Starts one of each process.
  ///
  /// @param dir where a file for each goes, named by its label; empty if none is wanted
  public static FlightRecording start(List<Child> children, Optional<Path> dir, String name)
      throws InterruptedException {
    var started = new ArrayList<ProcessHandle>();
    if (dir.isPresent()) {
      for (Child child : children) {
        var words = new ArrayList<>(List.of("JFR.start", NAME));
        words.addAll(SETTINGS);
        words.add("filename=" + dir.get().resolve(name + "-" + child.label() + ".jfr"));
        if (Jcmd.ask(child.handle(), words.toArray(String[]::new)).isPresent()) {
          started.add(child.handle());
        }
      }
    }
    return new FlightRecording(started);
  }

  @Override
  public void close() {
    try {
      for (ProcessHandle process : processes) {
        var _ = Jcmd.ask(process, "JFR.stop", NAME);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
