package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What moved out to a gateway and back for one order: money by currency in minor units, or stock
/// by sku in pieces.
///
/// @param lines the ledger lines that moved it
/// @param unclear those of them that do not say what they moved
record Balance(
    Effect out,
    Effect back,
    List<LedgerLine> lines,
    List<LedgerLine> unclear,
    Map<String, Long> moved,
    Map<String, Long> movedBack) {

  static Balance money(List<LedgerLine> ledger) {
    return of(Effect.CAPTURE, Effect.REFUND, ledger);
  }

  static Balance stock(List<LedgerLine> ledger) {
    return of(Effect.RESERVE, Effect.RELEASE, ledger);
  }

  private static Balance of(Effect out, Effect back, List<LedgerLine> ledger) {
    Balance balance =
        new Balance(
            out, back, new ArrayList<>(), new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
    for (LedgerLine line : ledger) {
      if (line.entry().effect() == out) {
        balance.add(line, balance.moved);
      } else if (line.entry().effect() == back) {
        balance.add(line, balance.movedBack);
      }
    }
    return balance;
  }

  private void add(LedgerLine line, Map<String, Long> sums) {
    lines.add(line);
    Map<String, Long> quantities =
        out == Effect.CAPTURE
            ? line.entry()
                .amount()
                .map(a -> Map.of(a.currency().getCurrencyCode(), a.value()))
                .orElse(Map.of())
            : quantities(line.entry().items());
    if (quantities.isEmpty()) {
      unclear.add(line);
    }
    quantities.forEach((unit, n) -> sums.merge(unit, n, Math::addExact));
  }

  /// How many pieces of each sku; an order may name a sku in several items.
  static Map<String, Long> quantities(List<Item> items) {
    Map<String, Long> quantities = new TreeMap<>();
    items.forEach(item -> quantities.merge(item.sku(), (long) item.quantity(), Math::addExact));
    return quantities;
  }

  /// The currencies or skus that moved.
  TreeSet<String> units() {
    TreeSet<String> units = new TreeSet<>(moved.keySet());
    units.addAll(movedBack.keySet());
    return units;
  }

  /// What has moved out and not back.
  long net(String unit) {
    return moved.getOrDefault(unit, 0L) - movedBack.getOrDefault(unit, 0L);
  }

  String describe(String unit) {
    return "%s: %s %d − %s %d = %d"
        .formatted(
            unit,
            out,
            moved.getOrDefault(unit, 0L),
            back,
            movedBack.getOrDefault(unit, 0L),
            net(unit));
  }
}
