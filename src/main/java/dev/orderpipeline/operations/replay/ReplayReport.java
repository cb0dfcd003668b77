package dev.orderpipeline.operations.replay;

import dev.orderpipeline.domain.Money;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a replay would do, in total and order by order.
public final class ReplayReport {

  /// Lines of single orders that are kept.
  public static final int MOST_LINES = 1_000;

  /// @param orderId `?` if the record is no order
  public record Line(String position, String orderId, Fate fate) {}

  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
  private final Map<String, Long> money = new TreeMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Set<String> runs = new HashSet<>();

  void add(ReplayPlanner.Judged judged) {
    counts.merge(judged.fate(), 1L, Long::sum);
    if (lines.size() < MOST_LINES) {
      lines.add(new Line(judged.record().position(), judged.orderId().orElse("?"), judged.fate()));
    }
    if (judged.fate() == Fate.RUNS) {
      runs.add(judged.record().position());
      judged.amount().ifPresent(this::add);
    }
  }

  private void add(Money amount) {
    money.merge(amount.currency().getCurrencyCode(), amount.value(), Long::sum);
  }

  public Map<Fate, Long> counts() {
    return counts;
  }

  /// What would be charged at most, in minor units, by currency.
  public Map<String, Long> money() {
    return money;
  }

  public List<Line> lines() {
    return lines;
  }

  /// Positions of the records that would be published again.
  public Set<String> runs() {
    return runs;
  }
}
