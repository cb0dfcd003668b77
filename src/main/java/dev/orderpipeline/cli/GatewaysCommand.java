package dev.orderpipeline.cli;

import dev.orderpipeline.simulation.gateways.Durations;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import dev.orderpipeline.simulation.gateways.GatewayOptions;
import dev.orderpipeline.simulation.gateways.Latency;
import dev.orderpipeline.simulation.gateways.SimulatedGateways;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Runs the simulated gateways in the foreground until the process is told to end.
@Command(
    name = "gateways",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Simulated payment and inventory gateways behind one port, with a durable ledger of every "
          + "effect they have had. Runs until it is interrupted; started again on the same ledger it "
          + "knows every key it has answered.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Fast and faultless:",
      "    order-pipeline gateways --port 9090 --ledger data/ledger.ndjson",
      "",
      "  Slow payments, and answers that get lost after the money was taken:",
      "    order-pipeline gateways --port 9090 --ledger data/ledger.ndjson \\",
      "      --latency 'lognormal(20ms,0.5)' \\",
      "      --faults payments.latency=50ms-200ms,payments.timeout-after-success=0.02",
      "",
      "  Every first refund fails, every retry works; inventory is down:",
      "    --faults refunds.error.first=1,inventory.outage=1",
      "",
      "Faults are target.fault=probability. Targets: payments, inventory, or one endpoint (charges, "
          + "refunds, charge-query, reservations, releases, reservation-query). Faults: outage, reset, "
          + "hang, unauthorized, throttle, unavailable, error, late, error-after-success, "
          + "reset-after-success, timeout-after-success, garbage; each also with .first, for the first "
          + "request of a key only. Also target.decline=probability and target.latency=...",
      "",
      "While they run:",
      "    curl localhost:9090/ledger                       every effect, one JSON a line",
      "    curl localhost:9090/faults                       the settings in force",
      "    curl -X PUT localhost:9090/faults -d '{\"inventory.outage\":1}'    replaces them all",
      "    curl -X PUT localhost:9090/faults -d '{}'        no more faults",
      "",
      "A paymentMethodId that starts with pm_declined or pm_insufficient is declined, a sku that "
          + "starts with SKU-OUT is out of stock."
    })
public final class GatewaysCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "P",
      description = "Port to listen on; 0 for any that is free.")
  private int port;

  @Option(
      names = "--ledger",
      required = true,
      paramLabel = "FILE",
      description = "Where effects are written down; continued if it exists.")
  private Path ledger = Path.of("");

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--latency",
      defaultValue = "0ms",
      paramLabel = "LATENCY",
      converter = LatencyConverter.class,
      description = "How long answers take: 20ms, 10ms-50ms or lognormal(20ms,0.5). Default: none.")
  private Latency latency = Latency.NONE;

  @Option(
      names = "--faults",
      defaultValue = "",
      paramLabel = "FAULTS",
      converter = FaultsConverter.class,
      description = "What goes wrong how often, as below. Default: nothing.")
  private FaultSettings faults = FaultSettings.NONE;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token that requests must carry. Default: none is needed.")
  private @Nullable String token;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes faults and latencies repeatable. Default: a new one, which is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--key-retention",
      defaultValue = "24h",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long a key protects from a second effect, such as 30s or 24h."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration keyRetention = GatewayOptions.DEFAULT_KEY_RETENTION;

  /// Returns when the thread is interrupted; a signal ends the process instead.
  ///
  /// @return 0, or 1 if the gateways cannot start or cannot write their ledger
  @Override
  public Integer call() {
    long seedInUse = seed == null ? new Random().nextLong() : seed;
    try (SimulatedGateways gateways = SimulatedGateways.start(options(seedInUse))) {
      Thread onSignal = new Thread(() -> close(gateways), "gateways-shutdown");
      Runtime.getRuntime().addShutdownHook(onSignal);
      announce(gateways, seedInUse);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Runtime.getRuntime().removeShutdownHook(onSignal);
        Thread.currentThread().interrupt();
      }
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      complain(e);
      return 1;
    }
  }

  private GatewayOptions options(long seedInUse) {
    GatewayOptions options =
        GatewayOptions.of(port, ledger, Clock.systemUTC(), new Random(seedInUse))
            .withHost(host)
            .withLatency(latency)
            .withFaults(faults)
            .withKeyRetention(keyRetention);
    return token == null ? options : options.withToken(token);
  }

  private void announce(SimulatedGateways gateways, long seedInUse) {
    PrintWriter out = commandLine().getOut();
    out.printf(
        "gateways listening on %s (ledger %s, %d entries, seed %d)%n",
        gateways.url(), gateways.ledger(), gateways.ledgerEntries(), seedInUse);
    out.flush();
  }

  private void close(SimulatedGateways gateways) {
    try {
      gateways.close();
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(Exception e) {
    PrintWriter err = commandLine().getErr();
    err.println("gateways: " + e.getMessage());
    err.flush();
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets the spec").commandLine();
  }

  private static <T> T convert(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  static final class LatencyConverter implements ITypeConverter<Latency> {
    @Override
    public Latency convert(String text) {
      return GatewaysCommand.convert(Latency::parse, text);
    }
  }

  static final class FaultsConverter implements ITypeConverter<FaultSettings> {
    @Override
    public FaultSettings convert(String text) {
      return GatewaysCommand.convert(FaultSettings::parse, text);
    }
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return GatewaysCommand.convert(Durations::parse, text);
    }
  }
}
