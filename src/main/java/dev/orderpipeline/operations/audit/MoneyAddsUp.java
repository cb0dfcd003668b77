package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Captured − refunded is the order's amount if it is COMPLETED and 0 if it FAILED; the same for
/// stock reserved − released, per sku.
///
/// An order without an outcome may hold all of it or nothing. Money or stock for an order that
/// nobody placed, or money in a currency that is not the order's, is never right.
public final class MoneyAddsUp implements Guarantee {

  private static final int MAX_LISTED = 5;

  @Override
  public GuaranteeName name() {
    return GuaranteeName.MONEY_ADDS_UP;
  }

  @Override
  public List<Violation> judge(OrderDossier order, AuditScope scope) {
    if (!(order.admitted().map(p -> p.verdict()).orElse(null)
        instanceof PlacedJudge.Valid placed)) {
      return judgeUnplaced(order);
    }
    String currency = placed.amount().currency().getCurrencyCode();
    Balance money = Balance.money(order.ledger());
    Balance stock = Balance.stock(order.ledger());
    List<Violation> violations = new ArrayList<>();
    judgeBalance(order, money, Map.of(currency, placed.amount().value()))
        .or(() -> judgeCurrency(order, money, currency))
        .ifPresent(violations::add);
    judgeBalance(order, stock, Balance.quantities(placed.items())).ifPresent(violations::add);
    return violations;
  }

  private List<Violation> judgeUnplaced(OrderDossier order) {
    // A younger line may be of an order placed after the topics were read.
    List<LedgerLine> effects =
        order.ledger().stream()
            .filter(line -> line.settled() && line.entry().effect() != Effect.BAR)
            .toList();
    return effects.isEmpty()
        ? List.of()
        : List.of(
            Violation.of(
                name(), order, "has effects at a gateway, but no record placed it", effects));
  }

  /// @param whole what the order is worth, by currency or sku
  private Optional<Violation> judgeBalance(
      OrderDossier order, Balance balance, Map<String, Long> whole) {
    if (!balance.unclear().isEmpty()) {
      return Optional.of(
          Violation.of(
              name(), order, "has effects that do not say what they moved", balance.unclear()));
    }
    Wanted wanted = Wanted.of(order.ending());
    TreeSet<String> units = new TreeSet<>(whole.keySet());
    units.addAll(balance.units());
    List<String> wrong = new ArrayList<>();
    for (String unit : units) {
      long all = whole.getOrDefault(unit, 0L);
      if (!wanted.allows(balance.net(unit), all)) {
        wrong.add(balance.describe(unit) + ", should be " + wanted.describe(all));
      }
    }
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Violation.of(
                name(),
                order,
                "is " + order.ending() + ", but " + listed(wrong),
                balance.lines().isEmpty() ? order.outcomes().toList() : balance.lines()));
  }

  private Optional<Violation> judgeCurrency(OrderDossier order, Balance money, String currency) {
    return money.units().stream()
        .filter(moved -> !moved.equals(currency))
        .findFirst()
        .map(moved ->
            Violation.of(
                name(),
                order,
                "is in " + currency + ", but money moved in " + moved,
                money.lines()));
  }

  private static String listed(List<String> wrong) {
    int shown = Math.min(wrong.size(), MAX_LISTED);
    String head = String.join("; ", wrong.subList(0, shown));
    return shown == wrong.size() ? head : head + "; and " + (wrong.size() - shown) + " more";
  }

  /// What an order at its ending may hold.
  private enum Wanted {
    ALL,
    NOTHING,
    ALL_OR_NOTHING;

    static Wanted of(OrderDossier.Ending ending) {
      return switch (ending) {
        case COMPLETED -> ALL;
        case FAILED, DEAD_LETTERED, NEVER_PLACED -> NOTHING;
        case SUSPENDED, IN_PROGRESS -> ALL_OR_NOTHING;
      };
    }

    boolean allows(long net, long all) {
      return switch (this) {
        case ALL -> net == all;
        case NOTHING -> net == 0;
        case ALL_OR_NOTHING -> net == 0 || net == all;
      };
    }

    String describe(long all) {
      return switch (this) {
        case ALL -> Long.toString(all);
        case NOTHING -> "0";
        case ALL_OR_NOTHING -> all == 0 ? "0" : "0 or " + all;
      };
    }
  }
}
