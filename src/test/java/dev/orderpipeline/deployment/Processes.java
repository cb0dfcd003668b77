package dev.orderpipeline.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// Processes as an image starts them: with nothing of this process's environment but Java and the
/// PATH. Ended when closed.
final class Processes implements AutoCloseable {

  /// A machine with little to spare takes minutes to train a cache.
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path logs;
  private final List<Process> started = new ArrayList<>();

  Processes(Path logs) {
    this.logs = logs;
  }

  Process start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(logs.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(log(name).toFile()).start();
    started.add(process);
    return process;
  }

  /// Waits for a line in what a process has said.
  ///
  /// @return what the pattern's group matched
  String said(String name, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(text(name)).containsPattern(wanted));
    Matcher found = wanted.matcher(text(name));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  void endsWell(String name, Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(name).isTrue();
    assertThat(process.exitValue()).as(() -> name + ": " + text(name)).isZero();
  }

  String text(String name) {
    try {
      return Files.readString(log(name));
    } catch (IOException e) {
      return "";
    }
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  @Override
  public void close() {
    started.stream().flatMap(Process::descendants).forEach(ProcessHandle::destroyForcibly);
    started.forEach(Process::destroyForcibly);
  }
}
