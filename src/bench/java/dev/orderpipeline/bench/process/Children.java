package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The processes of a bench. All of them end with it, in whatever way it ends. Thread-safe.
public final class Children implements AutoCloseable {

  private final Path dir;
  private final Guard guard = new Guard();
  private final List<Child> running = new ArrayList<>();
  private int started;

  /// @param dir where their logs go; exists
  public Children(Path dir) {
    this.dir = dir;
  }

  /// Starts a process.
  ///
  /// @param label what it is in the report
  /// @param environment on top of ours
  public synchronized Child start(
      String label, List<String> command, Map<String, String> environment) {
    Path log = dir.resolve("%02d-%s.log".formatted(++started, label));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      guard.watch(process.pid());
      Child child = new Child(label, process, log, () -> guard.forget(process.pid()));
      running.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + label + ": " + command, e);
    }
  }

  /// Ends one of them.
  public void end(Child child) {
    child.close();
    synchronized (this) {
      running.remove(child);
    }
  }

  /// Kills one of them with SIGKILL; returns when it has ended.
  public void kill(Child child) throws InterruptedException {
    child.kill();
    synchronized (this) {
      running.remove(child);
    }
  }

  /// Those that have not been ended, in the order they were started.
  public synchronized List<Child> running() {
    return List.copyOf(running);
  }

  /// Ends all, the latest first.
  @Override
  public void close() {
    running().reversed().forEach(this::end);
    guard.close();
  }
}
