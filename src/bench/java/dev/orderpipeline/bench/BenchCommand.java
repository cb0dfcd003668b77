package dev.orderpipeline.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.bench.jmh.Microbenches;
import dev.orderpipeline.bench.process.Scratch;
import dev.orderpipeline.bench.report.HtmlPage;
import dev.orderpipeline.bench.report.Machine;
import dev.orderpipeline.bench.report.Report;
import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Summary;
import dev.orderpipeline.bench.report.Targets;
import dev.orderpipeline.bench.report.TextReport;
import dev.orderpipeline.bench.variant.Spec;
import dev.orderpipeline.bench.variant.Variant;
import dev.orderpipeline.bench.variant.Variants;
import dev.orderpipeline.simulation.gateways.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec.Target;

@Command(
    name = "order-pipeline bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the pipeline, and its peers beside it, in one run on the same orders, gateways and "
          + "broker: throughput at saturation, latency at fractions of it, CPU, memory, records and "
          + "commits. Ends with a table of the targets; every run of the product is audited.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  order-pipeline bench --quick",
      "  order-pipeline bench --rounds 5 --json bench.json --page bench.html",
      "  order-pipeline bench --quick --variants product,product:commit-interval=50ms",
      "  order-pipeline bench --quick --variants 'product:java-opts=-Xmx256m+threads=1,floor'",
      "  order-pipeline bench --alternate 10 --variants product:telemetry=off,product:telemetry=on",
      "  order-pipeline bench --outage 10m --rate 500",
      "  order-pipeline bench --growth partitions --counts 1,6,48 --json partitions.json",
      "  order-pipeline bench --from bench.json,partitions.json --page bench.html",
      "  order-pipeline bench --jmh",
      "",
      "A variant can be given settings after a colon, joined by +; the product's are those of "
          + "topology-docs/configuration.md, the others' are in topology-docs/performance/variants.md.",
      "Exit codes: 0 measured (whether targets are met or not), 1 a run failed or an audit was not "
          + "clean, 2 asked for wrongly."
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int NOT_SOUND = 1;
  private static final List<String> USUAL =
      List.of(Variants.PRODUCT, Variants.FLOOR, Variants.LINEAR, Variants.BLOCKING_STREAMS);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @CommandLine.Spec(Target.SELF)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @ArgGroup private @Nullable Length length;

  /// At most one of these.
  static final class Length {
    @Option(names = "--quick", description = "A few minutes: one short round.")
    private boolean quick;

    @Option(
        names = "--smoke",
        description = "Half a minute: whether the bench works; its figures mean nothing.")
    @SuppressWarnings("UnusedVariable") // what is left when it is none of the others
    private boolean smoke;

    @Option(names = "--jmh", description = "The microbenches of the machine and the codec instead.")
    private boolean jmh;

    @Option(
        names = "--from",
        paramLabel = "FILE",
        split = ",",
        description =
            "Nothing is measured: table and page are made from an earlier run's --json. Of further "
                + "files, outages, crashes and growth are shown beside it.")
    private List<Path> from = List.of();
  }

  @ArgGroup private @Nullable Wanted wanted;

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      split = ",",
      description =
          "What to measure, in this order. Default: product,floor,linear,blocking-streams; with"
              + " --outage product. Not with --growth, which is of the product alone.")
  private List<String> variants = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "Turns of each. Default: 3.")
  private @Nullable Integer rounds;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Orders of the backlog, at most. Default: 300000, with --quick 100000.")
  private @Nullable Integer orders;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description =
          "Only a backlog, of exactly N orders: rate and memory of each tenth of it are told.")
  private @Nullable Integer backlog;

  @Option(
      names = "--latency",
      paramLabel = "LATENCY",
      defaultValue = "20ms",
      description = "Of the gateways: 20ms or lognormal(20ms,0.5). Default: ${DEFAULT-VALUE}.")
  private String latency = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Everything measured, as JSON.")
  private @Nullable Path json;

  @Option(names = "--page", paramLabel = "FILE", description = "A page with plots, as HTML.")
  private @Nullable Path page;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "For data and logs; kept. Default: a temporary one, removed in the end.")
  private @Nullable Path dir;

  @Option(
      names = "--jfr",
      paramLabel = "DIR",
      description = "A flight recording of every drain, for 'jfr view'. Costs a little speed.")
  private @Nullable Path jfr;

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (length != null && length.jmh) {
      return Microbenches.run();
    }
    if (length != null && !length.from.isEmpty()) {
      return write(reports(length.from));
    }
    Growth growth = asked(Wanted::growth);
    List<Long> counts = growth == null ? List.of() : counts(growth);
    List<Spec> specs = growth == null ? specs() : growth.specs(counts);
    Plan plan = growth == null ? plan() : growth.plan(plan());
    double gatewayMs = gatewayMsPerOrder();
    Machine machine = Machine.here();
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (Scratch scratch = Scratch.in(dir)) {
      List<Run> runs =
          new Bench(plan, specs, latency, recordings(), this::progress).run(scratch.dir());
      Report report =
          new Report(
              at.toString(),
              "order-pipeline bench "
                  + String.join(" ", command.commandLine().getParseResult().originalArgs()),
              machine,
              latency,
              gatewayMs,
              described(specs),
              runs,
              specs.stream().map(spec -> Summary.of(spec.text(), runs)).toList(),
              targets(plan, growth, runs, gatewayMs),
              growth == null ? List.of() : growth.rows(counts, runs),
              List.of());
      return write(report);
    }
  }

  private static List<dev.orderpipeline.bench.report.Target> targets(
      Plan plan, @Nullable Growth growth, List<Run> runs, double gatewayMs) {
    if (growth != null) {
      return Targets.ofGrowth(runs);
    }
    return plan.outage().isPresent() ? Targets.ofOutage(runs) : Targets.of(runs, gatewayMs);
  }

  private static Report reports(List<Path> files) throws IOException {
    var reports = new ArrayList<Report>();
    for (Path file : files) {
      reports.add(JSON.readValue(Files.readString(file), Report.class));
    }
    return reports.getFirst().with(reports.subList(1, reports.size()));
  }

  private <T> @Nullable T asked(Function<Wanted, @Nullable T> what) {
    try {
      return wanted == null ? null : what.apply(wanted);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private List<Long> counts(Growth growth) {
    if (!variants.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--growth is of the product alone: leave out --variants");
    }
    return Objects.requireNonNull(asked(wanted -> wanted.counts(growth)));
  }

  private Optional<Path> recordings() throws IOException {
    return jfr == null
        ? Optional.empty()
        : Optional.of(Files.createDirectories(jfr.toAbsolutePath()));
  }

  private List<Spec> specs() throws InterruptedException {
    try {
      return available(named().stream().map(Spec::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private List<String> named() {
    if (asked(Wanted::outage) == null) {
      return variants.isEmpty() ? USUAL : variants;
    }
    if (!variants.stream().allMatch(name -> name.split(":", 2)[0].equals(Variants.PRODUCT))) {
      throw new IllegalArgumentException(
          "--outage is for the product, with any settings: its peers do not promise to live through"
              + " one");
    }
    return variants.isEmpty() ? List.of(Variants.PRODUCT) : variants;
  }

  private List<Spec> available(List<Spec> specs) throws InterruptedException {
    var here = new ArrayList<Spec>();
    for (Spec spec : specs) {
      Optional<String> missing = spec.variant().unavailable();
      missing.ifPresent(why -> progress("skipped " + spec.text() + ": " + why));
      if (missing.isEmpty()) {
        here.add(spec);
      }
    }
    return List.copyOf(here);
  }

  private Plan plan() {
    List<Double> rates = List.of(Targets.STEADY_RATE);
    Plan plan = base(rates);
    if (rounds != null) {
      plan = plan.withRounds(rounds);
    }
    OutagePlan outage = asked(Wanted::outage);
    if (outage != null) {
      plan = plan.withOutage(outage);
    }
    Integer alternate = asked(Wanted::alternate);
    if (alternate != null) {
      if (rounds != null || backlog != null || jfr != null) {
        throw new ParameterException(
            command.commandLine(),
            "--alternate says how often, and is for short rounds: leave out --rounds, --backlog and --jfr");
      }
      plan = plan.withAlternation(alternate);
    }
    if (backlog != null) {
      return plan.withBacklog(backlog);
    }
    return orders == null ? plan : plan.withOrders(orders);
  }

  /// An outage or growth is long enough with a short round of everything else.
  private Plan base(List<Double> rates) {
    if (length == null) {
      return wanted == null ? Plan.full(rates) : Plan.quick(rates);
    }
    return length.quick ? Plan.quick(rates) : Plan.smoke();
  }

  /// Two calls, one after the other, at the median of their latency.
  private double gatewayMsPerOrder() {
    try {
      return switch (Latency.parse(latency)) {
        case Latency.Fixed fixed -> 2 * fixed.value().toNanos() / 1e6;
        case Latency.Uniform uniform -> (uniform.min().toNanos() + uniform.max().toNanos()) / 1e6;
        case Latency.Lognormal lognormal -> 2 * lognormal.median().toNanos() / 1e6;
      };
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static Map<String, String> described(List<Spec> specs) {
    return specs.stream()
        .collect(
            Collectors.toMap(
                Spec::text, spec -> what(spec.variant()), (a, _) -> a, LinkedHashMap::new));
  }

  private static String what(Variant variant) {
    return variant.what();
  }

  private int write(Report report) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    out.print(TextReport.render(report));
    out.flush();
    if (json != null) {
      Files.writeString(json, JSON.writeValueAsString(report) + "\n");
    }
    if (page != null) {
      Files.writeString(page, HtmlPage.render(report));
    }
    return report.sound() ? 0 : NOT_SOUND;
  }

  private void progress(String line) {
    command.commandLine().getErr().println(line);
    command.commandLine().getErr().flush();
  }
}
