package dev.orderpipeline.bench;

import dev.orderpipeline.simulation.gateways.Durations;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What is measured instead of the variants side by side; at most one of these.
final class Wanted {

  @ArgGroup(exclusive = false)
  private @Nullable Away away;

  @ArgGroup(exclusive = false)
  private @Nullable More more;

  @Option(
      names = "--alternate",
      paramLabel = "N",
      description =
          "All variants run at once and are measured in turn for some seconds each, N times: for "
              + "ratios on a machine whose speed changes from minute to minute.")
  private @Nullable Integer alternate;

  /// An outage.
  static final class Away {
    @Option(
        names = "--outage",
        paramLabel = "TIME",
        required = true,
        description =
            "Both gateways refuse connections for so long, as in 10m, while orders keep coming: memory, "
                + "attempts used, orders lost, and how fast the product works off what has piled up.")
    private String outage = "";

    @Option(
        names = "--rate",
        paramLabel = "R",
        defaultValue = "500",
        description = "Orders a second meanwhile. Default: ${DEFAULT-VALUE}.")
    private double rate;
  }

  /// Growth.
  static final class More {
    @Option(
        names = "--growth",
        paramLabel = "OF",
        required = true,
        description =
            "The product with more and more of: remembered (finished orders), instances, partitions; "
                + "restore kills an instance that remembers so many, alone and with another beside it.")
    private String growth = "";

    @Option(
        names = "--counts",
        paramLabel = "N",
        split = ",",
        description =
            "How many. Default: 10000,1000000,5000000 remembered, 1,2,3 instances, "
                + "1,3,6,12,24,48 partitions.")
    private List<Long> counts = List.of();
  }

  /// How often variants that run at once take turns; null if each is to run by itself.
  ///
  /// @throws IllegalArgumentException quoting what cannot be
  @Nullable Integer alternate() {
    if (alternate != null && (alternate < 1 || alternate > 1000)) {
      throw new IllegalArgumentException("--alternate must be 1 to 1000, was " + alternate);
    }
    return alternate;
  }

  /// The outage asked for; null if none is.
  ///
  /// @throws IllegalArgumentException quoting what cannot be
  @Nullable OutagePlan outage() {
    return away == null ? null : new OutagePlan(Durations.parse(away.outage), away.rate);
  }

  /// What is to grow; null if nothing is.
  ///
  /// @throws IllegalArgumentException naming what can
  @Nullable Growth growth() {
    return more == null ? null : Growth.named(more.growth);
  }

  /// The counts of it.
  ///
  /// @throws IllegalArgumentException quoting what cannot be
  List<Long> counts(Growth growth) {
    List<Long> counts = more == null || more.counts.isEmpty() ? growth.usual() : more.counts;
    for (long count : counts) {
      if (count < 1 || count > 100_000_000) {
        throw new IllegalArgumentException("--counts must be 1 to 100000000 each, was " + count);
      }
    }
    return List.copyOf(counts);
  }
}
