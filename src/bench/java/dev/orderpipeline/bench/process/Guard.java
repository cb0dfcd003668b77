package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/// A small shell that outlives us by a moment: when our end of the pipe closes, however we died, it
/// kills the processes that it was told of and that nobody has ended.
final class Guard implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM
      pids=' '
      while read -r word pid; do
        case $word in
          watch) pids="$pids$pid " ;;
          forget) pids=$(printf '%s' "$pids" | sed "s/ $pid / /") ;;
        esac
      done
      for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
      """;

  private final Process shell;
  private final Writer orders;

  Guard() {
    try {
      shell =
          new ProcessBuilder("sh", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start sh, which sees to it that nothing is left", e);
    }
    orders = shell.outputWriter();
  }

  void watch(long pid) {
    say("watch " + pid);
  }

  void forget(long pid) {
    say("forget " + pid);
  }

  private synchronized void say(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the shell that watches over the processes has gone", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      orders.close();
    } catch (IOException e) {
      shell.destroy();
    }
  }
}
