package dev.orderpipeline.cli;

import dev.orderpipeline.operations.audit.AuditJson;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.AuditText;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Runs everything in one process: Kafka, gateways with faults, the pipeline, and customers whose"
          + " orders are good, declined, out of stock, malformed or sent twice. Then it reads the topics"
          + " and the gateways' ledger, and says whether every order has one outcome and whether money"
          + " and stock add up.",
      "",
      "  order-pipeline demo --orders 2000 --exit",
      ""
    },
    footer = "Exit codes with --exit: 0 the audit is clean, 1 it is not.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final double DEFAULT_RATE = 200;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Records to place. Default: 2000 with --exit, without it no end.")
  private @Nullable Long orders;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Records a second. Default: 200, and 20 if there is no end to them.")
  private @Nullable Double rate;

  @Option(names = "--seed", paramLabel = "N", description = "Makes orders and faults repeatable.")
  private long seed = 1;

  @Option(
      names = "--http-port",
      paramLabel = "P",
      defaultValue = "0",
      description = "Port of the HTTP API, on the loopback address; 0 for a free one.")
  private int httpPort;

  @Option(names = "--exit", description = "End after the audit; else stay up until interrupted.")
  private boolean exit;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (orders != null && orders < 1) {
      throw new ParameterException(spec.commandLine(), "--orders must be 1 or more, was " + orders);
    }
    if (rate != null && !(rate > 0)) {
      throw new ParameterException(spec.commandLine(), "--rate must be more than 0, was " + rate);
    }
    if (httpPort < 0 || httpPort > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "--http-port must be 0 to 65535, was " + httpPort);
    }
    OptionalLong count =
        orders != null
            ? OptionalLong.of(orders)
            : exit ? OptionalLong.of(2_000) : OptionalLong.empty();
    double pace = rate != null ? rate : count.isPresent() ? DEFAULT_RATE : DEFAULT_RATE / 10;
    try (Demo demo = Demo.start(seed, httpPort, common::note)) {
      Thread onSignal = new Thread(() -> stop(demo), "demo-shutdown");
      Runtime.getRuntime().addShutdownHook(onSignal);
      demo.place(count, pace);
      demo.awaitQuiet();
      AuditReport report = demo.audit();
      if (common.json()) {
        common.print(AuditJson.render(report));
      } else {
        AuditText.render(report).lines().forEach(common::print);
      }
      if (!exit) {
        common.note("Still up; publish to it with " + demo.howToPlace() + ", end it with Ctrl-C.");
        new CountDownLatch(1).await();
      }
      Runtime.getRuntime().removeShutdownHook(onSignal);
      return report.clean() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void stop(Demo demo) {
    try {
      demo.close();
    } catch (IOException e) {
      common.complain(String.valueOf(e.getMessage()));
    }
  }
}
