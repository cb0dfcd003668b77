package dev.orderpipeline.domain;

import java.util.Currency;

/// An amount of money.
///
/// @param value in minor units of the currency (cents for EUR, yen for JPY), 1 … 10^12
/// @param currency ISO 4217
public record Money(long value, Currency currency) {

  public static final long MAX_VALUE = 1_000_000_000_000L;

  public Money {
    if (value < 1 || value > MAX_VALUE) {
      throw new IllegalArgumentException(
          "amount.value must be 1 to " + MAX_VALUE + " minor units, was " + value);
    }
  }
}
