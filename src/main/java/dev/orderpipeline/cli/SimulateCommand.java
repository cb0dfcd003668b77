package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.simulation.protocol.Campaign;
import dev.orderpipeline.simulation.protocol.Findings;
import dev.orderpipeline.simulation.protocol.SimulationReport;
import dev.orderpipeline.simulation.protocol.SimulationRun;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `simulate`: runs the step protocol on simulated Kafka, network and clocks, seed after seed.
///
/// Exit code 0 if every guarantee held in every run, 1 if not.
@Command(
    name = "simulate",
    description = {
      "Runs the step protocol on simulated Kafka, network and clocks, with everything going wrong "
          + "that can, and judges every guarantee. The same seed is always the same run.",
      "",
      "  order-pipeline simulate --seeds 100000",
      "  order-pipeline simulate --trace 4711",
      ""
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  private static final int CLEAN = 0;
  private static final int VIOLATIONS = 1;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanoTime;

  @Option(names = "--seeds", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
  private long seeds = 10_000;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      description = "The first of them. Default: ${DEFAULT-VALUE}.")
  private long from;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Seeds at a time. Default: ${DEFAULT-VALUE}.")
  private int threads = 2;

  @Option(
      names = "--trace",
      paramLabel = "SEED",
      description = "Run this seed alone and tell everything that happens.")
  private @Nullable Long trace;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  public SimulateCommand() {
    this(System::nanoTime);
  }

  SimulateCommand(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("simulate was called without a command line");
    }
    return trace == null ? campaign(spec) : told(spec, trace);
  }

  private static int told(CommandSpec spec, long seed) {
    SimulationReport report = SimulationRun.of(seed).withTrace().run();
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    return report.clean() ? CLEAN : VIOLATIONS;
  }

  private int campaign(CommandSpec spec) throws InterruptedException {
    Campaign campaign;
    try {
      campaign = new Campaign(from, seeds, threads);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter err = spec.commandLine().getErr();
    long began = nanoTime.getAsLong();
    AtomicLong nextReport = new AtomicLong(PROGRESS_NANOS);
    Findings findings =
        campaign.run(done -> {
          long elapsed = nanoTime.getAsLong() - began;
          long due = nextReport.get();
          if (elapsed >= due && nextReport.compareAndSet(due, elapsed + PROGRESS_NANOS)) {
            err.printf("%,d of %,d seeds, %.0f seeds/s%n", done, seeds, perSecond(done, elapsed));
            err.flush();
          }
        });
    long elapsed = nanoTime.getAsLong() - began;
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? asJson(findings, elapsed) + "\n" : asText(findings, elapsed));
    out.flush();
    return findings.clean() ? ExitCode.OK : VIOLATIONS;
  }

  private static String asText(Findings findings, long elapsed) {
    StringBuilder out = new StringBuilder();
    findings.counts().forEach((what, n) -> out.append("%,12d  %s%n".formatted(n, what)));
    for (Findings.Finding finding : findings.kinds()) {
      out.append(
          "%s: %s%n  in %,d run(s); to see one: simulate --trace %d%n"
              .formatted(
                  finding.guarantee().label(), finding.example(), finding.times(), finding.seed()));
    }
    return out.append(
            "%,d seeds in %.1f s, %.0f seeds/s: %s%n"
                .formatted(
                    findings.runs(),
                    seconds(elapsed),
                    perSecond(findings.runs(), elapsed),
                    findings.clean()
                        ? "every guarantee held"
                        : "%,d with violations of %d kind(s)"
                            .formatted(findings.failed(), findings.kinds().size())))
        .toString();
  }

  private String asJson(Findings findings, long elapsed) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("clean", findings.clean())
        .put("from", from)
        .put("seeds", findings.runs())
        .put("failed", findings.failed())
        .put("seconds", seconds(elapsed))
        .put("seedsPerSecond", perSecond(findings.runs(), elapsed));
    ArrayNode kinds = root.putArray("violations");
    findings
        .kinds()
        .forEach(finding ->
            kinds
                .addObject()
                .put("guarantee", finding.guarantee().label())
                .put("message", finding.example())
                .put("seed", finding.seed())
                .put("runs", finding.times()));
    ObjectNode counts = root.putObject("counts");
    findings.counts().forEach(counts::put);
    return root.toString();
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static double perSecond(long runs, long nanos) {
    return nanos == 0 ? 0 : runs * 1e9 / nanos;
  }
}
