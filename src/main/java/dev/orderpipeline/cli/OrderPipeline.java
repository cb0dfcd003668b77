package dev.orderpipeline.cli;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The root command. A new command is one line in `subcommands`, or in [LocalCommands] if it needs
/// the simulation.
@Command(
    name = "order-pipeline",
    description = {
      "Processes orders on Kafka: validates, charges, reserves, completes, and undoes what was done"
          + " when an order fails.",
    },
    footerHeading = "%nTo start:%n",
    footer = {
      "  order-pipeline demo --orders 2000 --exit      everything at once, and proved",
      "  order-pipeline broker                         a Kafka for development",
      "  order-pipeline gateways --port 8090 --ledger data/ledger.ndjson",
      "  order-pipeline serve                          the pipeline",
      "  order-pipeline topics --create                the pipeline's topics",
      "  order-pipeline place --count 1000 --rate 100  some orders",
      "  order-pipeline bench --quick                  the measurements, from a checkout",
      "",
      "Settings come from a file (--config), the environment (ORDER_PIPELINE_...) and"
          + " options, each over the one before; topology-docs/configuration.md lists them.",
      "Exit codes: 0 done, 1 not done, 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = OrderPipeline.Version.class,
    subcommands = {
      ServeCommand.class,
      TopicsCommand.class,
      TopologyCommand.class,
      OrderCommand.class,
      OrdersCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      ReleaseCommand.class,
      DeadLettersCommand.class,
      CancelCommand.class,
      ResolveCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      RecoverCommand.class,
    })
public final class OrderPipeline implements Runnable {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace when something unexpected fails.")
  boolean verbose;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private final Map<String, String> environment;

  /// @param environment as of `System.getenv()`
  OrderPipeline(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static void main(String[] args) {
    Optional<String> problem = LogEnvironment.problem(System.getenv());
    if (problem.isPresent()) {
      System.err.println("order-pipeline: " + problem.get());
      System.exit(CommandLine.ExitCode.USAGE);
    }
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /// The command line as `main` runs it.
  public static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, CommandLine.defaultFactory());
  }

  /// @param commands makes the commands
  static CommandLine commandLine(Map<String, String> environment, CommandLine.IFactory commands) {
    var root = new CommandLine(new OrderPipeline(environment), commands);
    ServiceLoader.load(MoreCommands.class)
        .forEach(more -> more.classes().forEach(root::addSubcommand));
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Failures::askedForWrongly)
        .setExecutionExceptionHandler(Failures::unexpected);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  Map<String, String> environment() {
    return environment;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = OrderPipeline.class.getPackage().getImplementationVersion();
      return new String[] {"order-pipeline " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
