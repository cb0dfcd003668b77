package dev.orderpipeline.domain;

import java.util.List;
import java.util.Optional;

/// A customer's order as a producer published it.
///
/// @param orderId 1–64 of `A-Z a-z 0-9 . _ -`
/// @param items 1–500
/// @param document the order's whole JSON, unknown fields included, as it is carried on in records
/// @param fingerprint digest of the content, equal for documents that differ only in layout; tells
///   a duplicate from a conflict
public record OrderPlaced(
    String orderId,
    String customerId,
    Money amount,
    List<Item> items,
    Optional<String> paymentMethodId,
    String document,
    String fingerprint) {

  public static final int MAX_ITEMS = 500;
  public static final int MAX_ID_LENGTH = 64;

  public OrderPlaced {
    items = List.copyOf(items);
  }

  /// Order contents never reach logs: only the id is printed.
  @Override
  public String toString() {
    return "OrderPlaced[" + orderId + "]";
  }
}
