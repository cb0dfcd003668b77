package dev.orderpipeline.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a bench has found: what `--json` writes.
///
/// @param at when it began, ISO 8601
/// @param command how it was asked for
/// @param variants what each is, in the order they took turns
/// @param latency of the gateways
/// @param growth what it does with more and more of something, if that was asked for
/// @param also reports of other runs, shown on the same page
public record Report(
    String at,
    String command,
    Machine machine,
    String latency,
    double gatewayMsPerOrder,
    Map<String, String> variants,
    List<Run> runs,
    List<Summary> summaries,
    List<Target> targets,
    List<GrowthRow> growth,
    List<Report> also) {

  public Report {
    // Files of earlier versions have none.
    growth = growth == null ? List.of() : List.copyOf(growth);
    also = also == null ? List.of() : List.copyOf(also);
  }

  /// The same with those of other runs.
  public Report with(List<Report> others) {
    return new Report(
        at,
        command,
        machine,
        latency,
        gatewayMsPerOrder,
        variants,
        runs,
        summaries,
        targets,
        growth,
        Stream.concat(also.stream(), others.stream()).toList());
  }

  /// This one and those beside it.
  Stream<Report> all() {
    return Stream.concat(Stream.of(this), also.stream());
  }

  /// Its own, and what else those beside it have.
  List<Target> allTargets() {
    Set<String> own = targets.stream().map(Target::name).collect(Collectors.toSet());
    return Stream.concat(
            targets.stream(),
            also.stream()
                .flatMap(report -> report.targets().stream())
                .filter(target -> !own.contains(target.name())))
        .toList();
  }

  Stream<Run> outages() {
    return all().flatMap(report -> report.runs().stream()).filter(run -> run.outage() != null);
  }

  Stream<Crash> crashes() {
    return all().flatMap(report -> report.runs().stream()).map(Run::crash).filter(Objects::nonNull);
  }

  /// By what there is more and more of, each from few to many.
  SortedMap<String, List<GrowthRow>> growths() {
    return all()
        .flatMap(report -> report.growth().stream())
        .sorted(Comparator.comparingLong(GrowthRow::count))
        .collect(Collectors.groupingBy(GrowthRow::of, TreeMap::new, Collectors.toList()));
  }

  /// Whether no run failed and no audit found anything.
  public boolean sound() {
    return all()
        .flatMap(report -> report.runs().stream())
        .allMatch(run -> run.failure() == null && (run.audit() == null || run.audit().clean()));
  }
}
