package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;

/// What this instance can say about an order.
public sealed interface Finding {

  /// The order as committed.
  record Known(Order order) implements Finding {}

  /// There is no such order: this instance owns its partition and would know it.
  record Unknown() implements Finding {}

  /// This instance cannot say: it does not own the partition, or cannot be sure to.
  record NotHere() implements Finding {}
}
