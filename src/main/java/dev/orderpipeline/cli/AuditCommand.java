package dev.orderpipeline.cli;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.audit.AuditJson;
import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditMetrics;
import dev.orderpipeline.operations.audit.AuditReading;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.AuditText;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.LedgerSource;
import dev.orderpipeline.operations.audit.PlacedJudge;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.operations.audit.TopicSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `audit`: reads the topics and the gateways' ledgers and proves or disproves the guarantees.
///
/// Exit code 0 if they hold, 1 if not, 2 if the audit could not be done.
@Command(
    name = "audit",
    description = {
      "Reads topics and ledgers, and proves or disproves the guarantees.",
      "",
      "  order-pipeline audit --ledger data/ledger.ndjson",
      "  order-pipeline audit --ledger https://payments/ledger --ledger https://stock/ledger --since 24h",
      ""
    },
    footer = {
      "",
      "Any number of orders fits into 256 MB of heap; sorting needs about 300 MB on disk for a million, "
          + "up to twice that for moments. An order still on its way is no violation, unless --expect-quiet.",
      "Exit codes: 0 the guarantees hold, 1 they do not, 2 the audit could not be done."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2)
final class AuditCommand implements Callable<Integer> {

  private static final int CLEAN = 0;
  private static final int VIOLATIONS = 1;
  private static final int NOT_DONE = 2;

  /// What an audit needs from the outside.
  record Parts(TopicSource topics, TopicRoles roles, PlacedJudge judge) {}

  /// Connects when the command runs, not when it is made.
  @FunctionalInterface
  interface Connector {
    /// @param from further prefixes to read
    Parts connect(CommonOptions options, List<String> from);
  }

  private final Connector connector;
  private final InstantSource clock;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ledger",
      required = true,
      paramLabel = "FILE|URL",
      description = "A gateway's ledger. Give all ledgers of all gateways, each once.")
  private List<String> ledgers = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME|DURATION",
      description = "Leave out orders that began before: 2026-01-02T03:04:05Z, 90m, 2h, 7d.")
  private @Nullable String since;

  @Option(
      names = "--from-prefix",
      paramLabel = "PREFIX",
      description = "Also read the topics that the orders came from when they were moved.")
  private List<String> fromPrefixes = List.of();

  @Option(
      names = "--expect-quiet",
      description = "The system has finished: an order without an end is a violation.")
  private boolean expectQuiet;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Where to sort what does not fit into memory. Default: ${DEFAULT-VALUE}.",
      defaultValue = "${sys:java.io.tmpdir}")
  private Path tempDir = Path.of("");

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Also write what was found for Prometheus: a .prom file in the directory of"
              + " node_exporter's textfile collector.")
  private @Nullable Path metricsFile;

  /// For picocli.
  AuditCommand() {
    this(AuditCommand::cluster, InstantSource.system());
  }

  AuditCommand(Connector connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
  }

  private static Parts cluster(CommonOptions options, List<String> from) {
    Settings settings = options.settings();
    return new Parts(
        new ClusterTopics(settings.kafka().clientProperties(), settings.pipelineId()),
        new TopicRoles(settings.topics().prefix(), from),
        new DecoderJudge());
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("audit was called without a command line");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Since from = Since.parse("--since", Optional.ofNullable(since), clock.instant());
    if (from instanceof Since.Wrong wrong) {
      err.println("audit: " + wrong.message());
      return NOT_DONE;
    }
    Set<String> names = new LinkedHashSet<>(ledgers);
    if (names.size() < ledgers.size()) {
      err.println("audit: a ledger is given twice, its effects would count double; give it once");
      return NOT_DONE;
    }
    try {
      AuditReport report = run(names, from);
      out.print(common.json() ? AuditJson.render(report) + "\n" : AuditText.render(report));
      out.flush();
      if (metricsFile != null) {
        AuditMetrics.write(metricsFile, report, clock.instant());
      }
      return report.clean() ? CLEAN : VIOLATIONS;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      err.println("audit: not done: " + e.getMessage());
      return NOT_DONE;
    }
  }

  private AuditReport run(Set<String> names, Since from) throws IOException {
    List<LedgerSource> sources = names.stream().map(LedgerSource::of).toList();
    Parts parts = connector.connect(common, fromPrefixes);
    return new AuditReading(parts.topics(), parts.roles(), parts.judge(), sources)
        .run(expectQuiet, from.time(), AuditLimits.in(tempDir));
  }
}
