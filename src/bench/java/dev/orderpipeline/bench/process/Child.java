package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One process that the bench started. What it says on stdout is kept in memory, a line each, for
/// [#awaitLine]; stderr goes to its log file.
public final class Child implements AutoCloseable {

  private static final long GRACE_SECONDS = 15;

  private final String label;
  private final Process process;
  private final Path log;
  private final Runnable onEnd;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  Child(String label, Process process, Path log, Runnable onEnd) {
    this.label = label;
    this.process = process;
    this.log = log;
    this.onEnd = onEnd;
    Thread.ofPlatform().daemon().name("stdout-of-" + label).start(this::read);
  }

  private void read() {
    try (var reader = process.inputReader()) {
      reader.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException _) {
      // Its end of the pipe is closed: it has ended.
    }
  }

  /// What it is in the report: `broker`, `gateways`, `load`, or a part of the variant.
  public String label() {
    return label;
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// Writes one line to its stdin.
  public void tell(String line) {
    try {
      var out = process.outputWriter();
      out.write(line);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot talk to " + this, e);
    }
  }

  /// Waits for a line that starts so, dropping those before it.
  ///
  /// @throws IllegalStateException if it ends or takes longer than the limit
  public String awaitLine(String start, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < until) {
      String line = lines.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(start)) {
        return line;
      }
      if (line == null && !process.isAlive()) {
        throw new IllegalStateException(
            this
                + " ended with "
                + process.exitValue()
                + " before it said '"
                + start
                + "'"
                + why());
      }
    }
    throw new IllegalStateException(
        this + " did not say '" + start + "' within " + limit.toSeconds() + " s" + why());
  }

  private String why() {
    try {
      List<String> all = Files.readAllLines(log);
      List<String> last = all.subList(Math.max(0, all.size() - 20), all.size());
      return last.isEmpty() ? "" : "; its last words:\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "";
    }
  }

  /// Ends it with SIGKILL, as a crash would.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    onEnd.run();
  }

  /// Asks it to end, and makes it if it does not.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      onEnd.run();
    }
  }

  @Override
  public String toString() {
    return label + " (pid " + process.pid() + ", log " + log + ")";
  }
}
