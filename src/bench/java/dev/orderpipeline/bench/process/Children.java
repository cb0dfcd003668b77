package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of a bench, or of one variant in it. All of them end with it, in whatever way it
/// ends. Thread-safe.
public final class Children implements AutoCloseable {

  private final Path dir;
  private final Optional<Children> whole;
  private final Guard guard = new Guard();
  private final List<Child> running = new ArrayList<>();
  private final List<Children> parts = new ArrayList<>();
  private int started;

  /// @param dir where their logs go; exists
  public Children(Path dir) {
    this(dir, Optional.empty());
  }

  private Children(Path dir, Optional<Children> whole) {
    this.dir = dir;
    this.whole = whole;
  }

  /// Those of one variant, which end when they are closed, or with the whole.
  ///
  /// @param logs where their logs go; exists
  public synchronized Children part(Path logs) {
    Children part = new Children(logs, Optional.of(this));
    parts.add(part);
    return part;
  }

  private synchronized void forget(Children part) {
    parts.remove(part);
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

  /// Those that have not been ended, in the order they were started; none of a part's.
  public synchronized List<Child> running() {
    return List.copyOf(running);
  }

  /// The same, with those that they share with other parts.
  public List<Child> runningWithShared() {
    return Stream.concat(whole.stream().flatMap(all -> all.running().stream()), running().stream())
        .toList();
  }

  private synchronized List<Children> parts() {
    return List.copyOf(parts);
  }

  /// Ends all, the latest first.
  @Override
  public void close() {
    parts().reversed().forEach(Children::close);
    running().reversed().forEach(this::end);
    guard.close();
    whole.ifPresent(all -> all.forget(this));
  }
}
