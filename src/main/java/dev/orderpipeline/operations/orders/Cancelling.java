package dev.orderpipeline.operations.orders;

import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.SourcePosition;
import java.time.Duration;
import java.util.Optional;

/// Stops an order on its way. Whether that comes in time is the order's decision, and is told.
///
/// @param patience for the pipeline to deal with it
public record Cancelling(OrderDesk desk, Duration patience) {

  /// Looks, asks, waits and tells.
  ///
  /// @param dryRun only look, and say what would be asked
  public Told cancel(String orderId, String by, String why, boolean dryRun) {
    Optional<Order> found = desk.find(orderId);
    if (found.isEmpty()) {
      return Told.nobody(orderId);
    }
    Order order = found.get();
    Optional<Told> settled = settled(order);
    if (settled.isPresent()) {
      return settled.get();
    }
    if (dryRun) {
      return Told.yes(order, would(order));
    }
    SourcePosition command = desk.send(order, CommandWriter.cancel(by, why));
    if (!desk.awaitDealtWith(command, patience)) {
      return Told.no(
          order,
          "the command lies at %s, and no pipeline has dealt with it within %s; is one running?"
              .formatted(command, patience));
    }
    return outcome(
        desk.await(
            order, now -> now.state().name().isFinal() || now.suspended().isPresent(), patience));
  }

  /// What there is to say of an order that cannot be stopped, or is being stopped.
  static Optional<Told> settled(Order order) {
    return switch (order.state()) {
      case OrderState.Completed _ ->
          Optional.of(
              Told.no(
                  order,
                  "too late: order %s is COMPLETED since %s; it was charged and reserved, and nothing was changed"
                      .formatted(order.orderId(), order.at())));
      case OrderState.Failed failed ->
          Optional.of(
              Told.yes(
                  order,
                  "nothing to do: order %s is FAILED since %s (%s), everything it did is undone"
                      .formatted(order.orderId(), order.at(), failed.failure().code())));
      case OrderState.Compensating undoing ->
          Optional.of(
              Told.yes(
                  order,
                  "nothing to do: order %s is being undone already (%s)%s"
                      .formatted(order.orderId(), undoing.failure().code(), waits(order))));
      case OrderState.Pending _, OrderState.Validating _, OrderState.Forward _ -> Optional.empty();
    };
  }

  static String waits(Order order) {
    return order
        .suspended()
        .map(suspension ->
            ", and is suspended: %s; see resolve and dead-letters redrive %s"
                .formatted(suspension.reason(), suspension.deadLetterId()))
        .orElse("");
  }

  static String would(Order order) {
    return "order %s is %s: it would be stopped, and what it has done undone; unless it is completed before the command reaches it"
        .formatted(order.orderId(), order.state().name());
  }

  /// After the command was dealt with.
  private Told outcome(Order order) {
    return switch (order.state()) {
      case OrderState.Completed _ ->
          Told.no(
              order,
              "too late: order %s was COMPLETED at %s, before the command reached it"
                  .formatted(order.orderId(), order.at()));
      case OrderState.Failed failed ->
          Told.yes(
              order,
              "order %s is FAILED (%s), everything it did is undone"
                  .formatted(order.orderId(), failed.failure().message()));
      case OrderState.Compensating undoing ->
          Told.yes(
              order,
              "order %s is being undone (%s)%s"
                  .formatted(order.orderId(), undoing.failure().message(), waits(order)));
      case OrderState.Pending _, OrderState.Validating _, OrderState.Forward _ ->
          Told.no(
              order,
              "order %s is still %s; 'order %s' tells more"
                  .formatted(order.orderId(), order.state().name(), order.orderId()));
    };
  }
}
