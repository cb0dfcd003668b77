package dev.orderpipeline.config;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.OrderPlaced;
import java.util.Currency;
import java.util.Set;

/// The rules that orders are validated by.
///
/// @param allowedCurrencies never empty
/// @param maxAmount in minor units of the order's currency, 1 … 10^12
/// @param maxUnits over all items, 1 … 5 × 10^8
public record RuleSettings(Set<Currency> allowedCurrencies, long maxAmount, long maxUnits) {

  public RuleSettings {
    allowedCurrencies = Set.copyOf(allowedCurrencies);
    if (allowedCurrencies.isEmpty()) {
      throw new InvalidSetting("allowed-currencies", "", "ISO 4217 codes, or all");
    }
    Check.between("max-amount", maxAmount, 1, Money.MAX_VALUE);
    Check.between("max-units", maxUnits, 1, (long) OrderPlaced.MAX_ITEMS * Item.MAX_QUANTITY);
  }
}
