package dev.orderpipeline.cli;

import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditReading;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.LedgerSource;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.simulation.chaos.ChaosPlan;
import dev.orderpipeline.simulation.chaos.GameDay;
import dev.orderpipeline.simulation.chaos.GameDayReport;
import dev.orderpipeline.simulation.chaos.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `chaos`: a game day on this machine.
@Command(
    name = "chaos",
    description = {
      "A game day on this machine, as processes on the loopback interface: brokers, gateways with "
          + "faults, and instances of the pipeline are killed with -9, stopped for longer than the session "
          + "timeout and woken, restarted, cut off and slowed down by a seeded schedule, while orders with "
          + "duplicates, conflicts and garbage are placed. Then it waits until all is quiet, consumes the "
          + "whole input once more, audits, and says what was done and how long each recovery took.",
      "",
      "  order-pipeline chaos --kills 20 --seed 7",
      ""
    },
    footer = {
      "",
      "Three brokers and two instances take about 2.5 GB of memory.",
      "Exit codes: 0 all got quiet and the audit is clean, 1 not, 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {

  private static final int CLEAN = 0;
  private static final int VIOLATIONS = 1;
  private static final double DEFAULT_RATE = 50;
  private static final Duration FOR_EACH_KILL = Duration.ofSeconds(8);
  private static final Duration AT_LEAST = Duration.ofSeconds(30);

  private final Launch ours;
  private final Launch serve;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How often something is killed with -9. Default: ${DEFAULT-VALUE}.")
  private int kills = 10;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "How long orders come and things go wrong. Default: 8 for each kill, and 15.")
  private @Nullable Long seconds;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Records to place, over the whole time. Default: as the rate says.")
  private @Nullable Long orders;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Records a second, if --orders is not given. Default: 50.")
  private @Nullable Double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes schedule and orders repeatable. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--brokers", paramLabel = "N", description = "1 or 3. Default: ${DEFAULT-VALUE}.")
  private int brokers = 3;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Of the pipeline, 1 to 5. Default: ${DEFAULT-VALUE}.")
  private int instances = 2;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where logs, records and the ledger go; must be empty or new, and is kept. Default: a"
              + " temporary one, kept only if the audit is not clean.")
  private @Nullable Path dir;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  /// For picocli.
  ChaosCommand() {
    this(new Launch(OrderPipeline.class.getName()), new Launch(OrderPipeline.class.getName()));
  }

  /// @param serve how instances are started, the rest is started as `ours`
  ChaosCommand(Launch ours, Launch serve) {
    this.ours = ours;
    this.serve = serve;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ChaosPlan plan = plan();
    Path place = place();
    boolean clean;
    GameDay day = GameDay.of(plan, place, ours, serve, this::tell);
    Thread onSignal = new Thread(day::close, "chaos-shutdown");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (day) {
      GameDayReport report = day.run();
      AuditReport audit = audit(day, report);
      var out = spec.commandLine().getOut();
      out.print(json ? ChaosText.json(report, audit) : ChaosText.render(report, audit));
      out.flush();
      // What is not quiet is not proved, however clean what could be judged.
      clean = audit.clean() && report.quiet();
    } finally {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    }
    if (clean && dir == null) {
      Directories.delete(place);
    } else {
      tell("logs, records and ledger are in " + place);
    }
    return clean ? CLEAN : VIOLATIONS;
  }

  private ChaosPlan plan() {
    Duration lasting =
        seconds == null
            ? longer(FOR_EACH_KILL.multipliedBy(kills).plusSeconds(15), AT_LEAST)
            : Duration.ofSeconds(seconds);
    if (orders != null && rate != null) {
      throw wrong("--orders and --rate say the same thing; give one of them");
    }
    double perSecond = rate == null ? DEFAULT_RATE : rate;
    long count = orders == null ? (long) (perSecond * lasting.toSeconds()) : orders;
    try {
      return new ChaosPlan(seed, kills, lasting, count, brokers, instances);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private Path place() throws IOException {
    if (dir == null) {
      return Files.createTempDirectory("order-pipeline-chaos");
    }
    if (Files.exists(dir)) {
      try (var files = Files.list(dir)) {
        if (files.findAny().isPresent()) {
          throw wrong("--dir " + dir + " is not empty: name a new directory");
        }
      }
    }
    return dir;
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }

  private AuditReport audit(GameDay day, GameDayReport report) throws IOException {
    tell("auditing ...");
    AuditReport audit =
        new AuditReading(
                new ClusterTopics(day.client(), day.pipelineId()),
                new TopicRoles(day.topicPrefix()),
                new DecoderJudge(),
                List.of(LedgerSource.of(day.ledger().toString())))
            .run(true, Optional.empty(), AuditLimits.in(day.dir()));
    return report.replay().map(audit::with).orElse(audit);
  }

  private void tell(String line) {
    var err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
