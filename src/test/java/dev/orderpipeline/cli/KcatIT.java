package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.World;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that nobody here wrote publishes an order and reads its outcome.
class KcatIT {

  @TempDir private Path dir;

  @Test
  void publishesAnOrderAndReadsItsOutcome() throws Exception {
    Assumptions.assumeTrue(
        isInstalled(), "kcat is not on the PATH: install Debian's package kcat to run this test");
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"));
        World world = new World(broker, dir, "kcat", 1)) {
      world.start();
      String order = "o-1001|" + World.order("o-1001", "pm_1", "SKU-1");
      run(
          order,
          List.of("-b", broker.bootstrapServers(), "-P", "-t", world.topics().placed(), "-K", "|"));
      String outcome =
          run(
              "",
              List.of(
                  "-b",
                  broker.bootstrapServers(),
                  "-C",
                  "-q",
                  "-t",
                  world.topics().completed(),
                  "-X",
                  "isolation.level=read_committed",
                  "-o",
                  "beginning",
                  "-c",
                  "1",
                  "-f",
                  "%k %h %s"));
      assertThat(outcome)
          .startsWith("o-1001 ")
          .contains("ce_type=order.completed.v1", "ce_id=o-1001:4", "\"state\":\"COMPLETED\"");
    }
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("kcat", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String input, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kcat"));
    command.addAll(arguments);
    Process kcat =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var stdin = kcat.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    }
    assertThat(kcat.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kcat.exitValue()).isZero();
    return new String(kcat.getInputStream().readAllBytes(), UTF_8);
  }
}
