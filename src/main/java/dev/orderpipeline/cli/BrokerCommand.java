package dev.orderpipeline.cli;

import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "broker",
    description = {
      "Runs a one-node Kafka for development in the foreground, until interrupted.",
      "It listens on 127.0.0.1 only and keeps its records in its directory."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BrokerCommand implements Callable<Integer> {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "data/kafka",
      description = "Where records are kept.")
  private Path dir = Path.of("data/kafka");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port for clients; 0 for a free one.")
  private int port = 9092;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, was " + port);
    }
    EmbeddedBroker broker = EmbeddedBroker.start(dir, port);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
    var out = spec.commandLine().getOut();
    out.println("Kafka is ready at " + broker.bootstrapServers() + ", records in " + broker.dir());
    out.flush();
    broker.awaitStop();
    return ExitCode.OK;
  }
}
