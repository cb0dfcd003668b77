package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.operations.audit.GuaranteeName;
import dev.orderpipeline.operations.audit.Violation;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What many runs showed: which different violations there were, and how often everything that can
/// happen happened. Bounded. Not thread-safe.
public final class Findings {

  private static final Pattern PARTICULARS = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+");
  private static final int MOST_KINDS = 100;

  private final Map<String, Finding> kinds = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long runs;
  private long failed;

  /// One kind of violation.
  ///
  /// @param example the message of the first one found
  /// @param seed a seed that shows it
  /// @param times in how many runs there was one of this kind
  public record Finding(GuaranteeName guarantee, String example, long seed, long times) {

    Finding and(Finding other) {
      Finding first = other.seed < seed ? other : this;
      return new Finding(guarantee, first.example, first.seed, times + other.times);
    }
  }

  void add(long seed, SimulationReport report) {
    runs++;
    failed += report.clean() ? 0 : 1;
    report.counts().forEach((what, n) -> counts.merge(what, (long) n, Long::sum));
    Map<String, Finding> here = new TreeMap<>();
    for (Violation violation : report.violations()) {
      here.putIfAbsent(
          kind(violation), new Finding(violation.guarantee(), violation.message(), seed, 1));
    }
    here.forEach(this::add);
  }

  void add(Findings others) {
    runs += others.runs;
    failed += others.failed;
    others.counts.forEach((what, n) -> counts.merge(what, n, Long::sum));
    others.kinds.forEach(this::add);
  }

  private void add(String kind, Finding finding) {
    if (kinds.containsKey(kind) || kinds.size() < MOST_KINDS) {
      kinds.merge(kind, finding, Finding::and);
    }
  }

  /// Two violations are of one kind if they differ in numbers and keys only.
  private static String kind(Violation violation) {
    return violation.guarantee().label()
        + ": "
        + PARTICULARS.matcher(violation.message()).replaceAll("#");
  }

  public boolean clean() {
    return failed == 0;
  }

  public long runs() {
    return runs;
  }

  /// Runs with at least one violation.
  public long failed() {
    return failed;
  }

  /// At most 100 kinds.
  public Collection<Finding> kinds() {
    return Collections.unmodifiableCollection(kinds.values());
  }

  /// By what happened: how often, over all runs.
  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
