package dev.orderpipeline.simulation.chaos;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that is started again and again under the same name, on the same log. For one thread.
final class ChildProcess implements AutoCloseable {

  private static final long SIGNAL_SECONDS = 5;
  private static final long KILL_SECONDS = 20;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private @Nullable Process process;
  private boolean paused;

  ChildProcess(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  void start() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + ": " + command.getFirst(), e);
    }
    paused = false;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// With SIGKILL; returns when it has ended.
  void kill() {
    if (process != null) {
      await(process.destroyForcibly());
    }
    paused = false;
  }

  /// With SIGTERM; returns at once, while it ends.
  void askToEnd() {
    if (process != null) {
      resume();
      process.destroy();
    }
  }

  /// With SIGSTOP.
  void pause() {
    if (isAlive()) {
      signal("STOP");
      paused = true;
    }
  }

  /// With SIGCONT; does nothing if it is not paused.
  void resume() {
    if (paused && isAlive()) {
      signal("CONT");
    }
    paused = false;
  }

  /// Whether it has written this since the log began.
  boolean hasSaid(String words) {
    try {
      return Files.exists(log) && Files.readString(log, StandardCharsets.UTF_8).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  private void signal(String signal) {
    if (process == null) {
      return;
    }
    try {
      Process sent =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).start();
      if (!sent.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS) || sent.exitValue() != 0) {
        throw new IllegalStateException("cannot send SIG" + signal + " to " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send SIG" + signal + " to " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending SIG" + signal, e);
    }
  }

  private static void await(Process ending) {
    try {
      ending.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
