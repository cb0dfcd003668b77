package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;

/// What one stage hands on to another, in memory.
public sealed interface Handover {

  String orderId();

  /// An order that has entered a state of the receiving stage; its snapshot is not published yet.
  record Arrival(Order order) implements Handover {
    @Override
    public String orderId() {
      return order.orderId();
    }
  }

  /// An order taken up again from a snapshot that is published already.
  ///
  /// @param order in a state of the receiving stage
  record Restored(Order order) implements Handover {
    @Override
    public String orderId() {
      return order.orderId();
    }
  }

  /// An order that another snapshot takes the place of; the receiving stage owns it so far.
  record Replaced(String orderId) implements Handover {}

  /// Something that has happened to an order in a state of the receiving stage.
  record Delivery(String orderId, Input input) implements Handover {}
}
