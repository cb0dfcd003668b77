package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Order;
import java.util.Collection;

/// Sees what an order book holds, on the book's thread; must not block. What is saved may still be
/// rolled back: then the book closes, and another one opens with what was committed.
public interface BookWatcher {

  BookWatcher NONE = new BookWatcher() {};

  /// The book begins with these orders, all committed.
  default void opened(Collection<Order> active) {}

  /// The order is about to be kept as it is now.
  default void saving(Order order) {}

  default void closed() {}
}
