package dev.orderpipeline.cli;

import dev.orderpipeline.World;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.chaos.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// `serve` as people run it: as a process, whose log is what it prints.
final class ServeProcess implements AutoCloseable {

  /// They live shortly, and several share the machine.
  private static final List<String> SHORT_LIVED =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final Pattern SERVING = Pattern.compile("serving .* HTTP at (\\S+)");

  private final Process process;
  private final Path log;

  private ServeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param name of the pipeline, and what its topics begin with
  /// @param dir for its state
  static ServeProcess start(
      EmbeddedBroker broker,
      World world,
      String name,
      Path dir,
      Path log,
      Map<String, String> environment)
      throws IOException {
    String gateways = "http://127.0.0.1:" + world.gateways().port();
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL",
                gateways,
                "ORDER_PIPELINE_GATEWAYS_INVENTORY_URL",
                gateways,
                "ORDER_PIPELINE_HTTP_PORT",
                "0",
                "ORDER_PIPELINE_TOPIC_PREFIX",
                name + ".",
                "ORDER_PIPELINE_PIPELINE_ID",
                name,
                "ORDER_PIPELINE_STATE_DIR",
                dir.toString()));
    all.putAll(environment);
    ProcessBuilder builder =
        new ProcessBuilder(
                new Launch(OrderPipeline.class.getName())
                    .command(SHORT_LIVED, "serve", "--bootstrap-server", broker.bootstrapServers()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(all);
    return new ServeProcess(builder.start(), log);
  }

  Process process() {
    return process;
  }

  /// Everything it has printed.
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where its API is, as soon as it says so.
  String url() {
    Awaitility.await("the address in " + log)
        .atMost(World.PATIENCE)
        .until(() -> SERVING.matcher(log()).find());
    Matcher serving = SERVING.matcher(log());
    if (!serving.find()) {
      throw new AssertionError("the log has lost its address: " + log);
    }
    return serving.group(1);
  }

  /// With SIGKILL; returns when it has ended.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// With SIGTERM; whether it ends within a time that a supervisor would give it.
  boolean endsWhenAsked() throws InterruptedException {
    process.destroy();
    return process.waitFor(15, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
