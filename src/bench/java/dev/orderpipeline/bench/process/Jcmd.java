package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks a JVM something, with the JDK's own tool.
final class Jcmd {

  private static final long LIMIT_SECONDS = 30;

  private Jcmd() {}

  /// What it answered; empty if it is no JVM, or has no such command, or has ended.
  static Optional<String> ask(ProcessHandle process, String... words) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(String.valueOf(process.pid()));
    command.addAll(Arrays.asList(words));
    try {
      Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
      // Read once it has ended, or one that hangs would hold us; a pipe has room for its answers.
      if (!run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        run.destroyForcibly();
        return Optional.empty();
      }
      String answer = String.join("\n", run.inputReader().lines().toList());
      return run.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty(); // A runtime without jcmd.
    }
  }
}
