package dev.orderpipeline.operations.orders;

import dev.orderpipeline.domain.Order;
import java.util.Optional;

/// What an operator is told.
///
/// @param done whether what was asked for has come about, or would
/// @param text in one line
/// @param order as it stands, if there is one
public record Told(boolean done, String text, Optional<Order> order) {

  static Told yes(Order order, String text) {
    return new Told(true, text, Optional.of(order));
  }

  static Told no(Order order, String text) {
    return new Told(false, text, Optional.of(order));
  }

  static Told nobody(String orderId) {
    return new Told(
        false,
        "no order '%s' is on the state topics; is it the right cluster, and the right id?"
            .formatted(orderId),
        Optional.empty());
  }
}
