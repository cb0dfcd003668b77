package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Orders of this instance, by orderId.
///
/// @param lookedUpTo the last orderId that was looked at; empty if everything was
/// @param partitions those that the answer covers
public record OrderPage(List<Order> orders, Optional<String> lookedUpTo, Set<Integer> partitions) {

  public OrderPage {
    orders = List.copyOf(orders);
    partitions = Set.copyOf(partitions);
  }
}
