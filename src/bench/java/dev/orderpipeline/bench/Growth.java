package dev.orderpipeline.bench;

import dev.orderpipeline.bench.report.GrowthRow;
import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Spread;
import dev.orderpipeline.bench.report.Summary;
import dev.orderpipeline.bench.variant.Spec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the product may have more and more of. Each count is the product with a setting: as any
/// other variant, and measured as one.
enum Growth {
  /// Finished orders that it remembers.
  REMEMBERED("remembered"),

  /// The same, and an instance is killed.
  RESTORE("restore"),

  INSTANCES("instances"),

  PARTITIONS("partitions");

  private static final List<String> CRASHES =
      List.of("", "+instances=2", "+instances=2+standby-replicas=1");

  private final String label;

  Growth(String label) {
    this.label = label;
  }

  /// Finds one by its name.
  ///
  /// @throws IllegalArgumentException naming those that there are
  static Growth named(String name) {
    return Arrays.stream(values())
        .filter(growth -> growth.label.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no growth of '%s'; there is %s".formatted(name, names())));
  }

  static String names() {
    return Arrays.stream(values()).map(growth -> growth.label).collect(Collectors.joining(", "));
  }

  /// The counts that are measured if none are given.
  List<Long> usual() {
    return switch (this) {
      case REMEMBERED, RESTORE -> List.of(10_000L, 1_000_000L, 5_000_000L);
      case INSTANCES -> List.of(1L, 2L, 3L);
      case PARTITIONS -> List.of(1L, 3L, 6L, 12L, 24L, 48L);
    };
  }

  List<Spec> specs(List<Long> counts) {
    return counts.stream().flatMap(this::texts).map(Spec::parse).toList();
  }

  private Stream<String> texts(long count) {
    return this == RESTORE
        ? CRASHES.stream().map(how -> "product:remembered=" + count + how)
        : Stream.of(text(count));
  }

  private String text(long count) {
    return "product:" + (this == PARTITIONS ? "topic.partitions" : label) + "=" + count;
  }

  Plan plan(Plan base) {
    return this == RESTORE ? base.withCrash() : base.withHalfOnly();
  }

  /// One for each count that was measured. Crashes have figures of their own.
  List<GrowthRow> rows(List<Long> counts, List<Run> runs) {
    var rows = new ArrayList<GrowthRow>();
    for (long count : this == RESTORE ? List.<Long>of() : counts) {
      @Nullable GrowthRow row =
          GrowthRow.of(label, count, Summary.of(text(count), runs), secondsToStart(count, runs));
      if (row != null) {
        rows.add(row);
      }
    }
    return List.copyOf(rows);
  }

  private double secondsToStart(long count, List<Run> runs) {
    return Objects.requireNonNullElse(
            Spread.of(
                runs.stream()
                    .filter(run -> run.variant().equals(text(count)))
                    .map(Run::secondsToStart)
                    .toList()),
            new Spread(0, 0, 0))
        .median();
  }
}
