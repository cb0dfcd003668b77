package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.OrderPlaced;
import java.util.Optional;
import java.util.Set;

/// The rules of the validate step. An order that breaks one fails, with nothing to undo.
///
/// @param currencies ISO 4217 codes accepted; empty accepts all
/// @param maxAmount largest amount accepted, in minor units of the order's currency
/// @param maxUnits largest sum of quantities accepted
public record Rules(Set<String> currencies, long maxAmount, long maxUnits) {

  public Rules {
    currencies = Set.copyOf(currencies);
  }

  /// The first rule the order breaks.
  public Optional<Failure> check(OrderPlaced placed) {
    String currency = placed.amount().currency().getCurrencyCode();
    if (!currencies.isEmpty() && !currencies.contains(currency)) {
      return broken("currency_not_accepted", "orders in " + currency + " are not accepted");
    }
    if (placed.amount().value() > maxAmount) {
      return broken(
          "amount_over_limit", "the amount is over the limit of " + maxAmount + " minor units");
    }
    long units = placed.items().stream().mapToLong(Item::quantity).sum();
    if (units > maxUnits) {
      return broken(
          "units_over_limit", "%d units are over the limit of %d".formatted(units, maxUnits));
    }
    return Optional.empty();
  }

  private static Optional<Failure> broken(String code, String message) {
    return Optional.of(
        new Failure(code, Classification.NON_RETRYABLE, message, Optional.of("validate")));
  }
}
