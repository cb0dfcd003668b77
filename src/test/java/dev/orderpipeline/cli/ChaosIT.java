package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.simulation.chaos.Launch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The game day in its short form, and whether it would notice.
class ChaosIT {

  private static final Launch OURS = new Launch(OrderPipeline.class.getName());

  @TempDir private Path dir;

  @Test
  void whateverIsKilledTheAuditIsClean() {
    CommandRun run = chaos(OURS, "--kills", "4", "--for", "35", "--seed", "10", "--brokers", "3");

    assertThat(run.out()).as(run.err()).contains("audit: clean").contains("all quiet at the end");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("kill -9 of instance", "kill -9 of broker", "SIGSTOP");
  }

  /// Answers are lost after the money was taken; whoever asks again with another key takes it
  /// twice.
  @Test
  void aMutantIsCaught() {
    CommandRun run =
        chaos(
            new Launch(MutantServe.class.getName()),
            "--kills",
            "0",
            "--for",
            "20",
            "--rate",
            "30",
            "--brokers",
            "1",
            "--instances",
            "1");

    assertThat(run.out()).as(run.err()).contains("MoneyAddsUp", "violation(s)");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private CommandRun chaos(Launch serve, String... options) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command =
        new CommandLine(new ChaosCommand(OURS, serve))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--dir";
    all[options.length + 1] = dir.resolve("day").toString();
    return new CommandRun(command.execute(all), out.toString(), err.toString());
  }
}
