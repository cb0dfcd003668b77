package dev.orderpipeline.domain;

/// One line of an order.
///
/// @param quantity 1 … 10^6
public record Item(String sku, int quantity) {

  public static final int MAX_QUANTITY = 1_000_000;

  public Item {
    if (sku.isEmpty()) {
      throw new IllegalArgumentException("sku must not be empty");
    }
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new IllegalArgumentException(
          "quantity must be 1 to " + MAX_QUANTITY + ", was " + quantity);
    }
  }
}
