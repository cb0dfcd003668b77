package dev.orderpipeline.cli;

import dev.orderpipeline.simulation.BrokerNode;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "broker",
    description = {
      "Runs a Kafka for development in the foreground, until interrupted: one node, or one of several. "
          + "It listens on 127.0.0.1 only and keeps its records in its directory.",
      ""
    },
    footer = {
      "",
      "Three nodes, each in a terminal of its own (the first with --node 1 --port 9092, and so on):",
      "  order-pipeline broker --dir data/kafka-1 --port 9092 --node 1 \\",
      "    --quorum 1@127.0.0.1:9093,2@127.0.0.1:9095,3@127.0.0.1:9097 --cluster-id MkU3OEVBNTcwNTJENDM2Qg"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BrokerCommand implements Callable<Integer> {

  private static final Pattern VOTER = Pattern.compile("(\\d{1,9})@127\\.0\\.0\\.1:(\\d{1,5})");

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

  @ArgGroup(exclusive = false)
  private @Nullable Membership membership;

  /// What a node of a larger cluster must be told; all of it or nothing.
  static final class Membership {
    @Option(
        names = "--node",
        required = true,
        paramLabel = "ID",
        description = "This node's id in the quorum.")
    int node;

    @Option(
        names = "--quorum",
        required = true,
        paramLabel = "ID@HOST:PORT,...",
        description = "The controller address of every node, the same on all nodes.")
    String quorum = "";

    @Option(
        names = "--cluster-id",
        required = true,
        paramLabel = "ID",
        description = "The same on all nodes: 22 characters, as kafka-storage random-uuid prints.")
    String clusterId = "";
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, was " + port);
    }
    EmbeddedBroker broker =
        membership == null
            ? EmbeddedBroker.start(dir, port)
            : EmbeddedBroker.start(node(membership));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
    var out = spec.commandLine().getOut();
    out.println("Kafka is ready at " + broker.bootstrapServers() + ", records in " + broker.dir());
    out.flush();
    broker.awaitStop();
    return ExitCode.OK;
  }

  private BrokerNode node(Membership of) {
    var quorum = new TreeMap<Integer, Integer>();
    for (String voter : of.quorum.split(",", -1)) {
      Matcher parts = VOTER.matcher(voter.strip());
      if (!parts.matches()) {
        throw new ParameterException(
            spec.commandLine(), "--quorum must be ID@127.0.0.1:PORT,..., was " + of.quorum);
      }
      quorum.put(Integer.valueOf(parts.group(1)), Integer.valueOf(parts.group(2)));
    }
    try {
      return new BrokerNode(dir.toAbsolutePath(), of.node, port, quorum, of.clusterId);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
