package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which orders are asked for.
///
/// @param states not empty
/// @param before in their state since before this
/// @param suspended only those that are, or are not; empty for both
/// @param after orders behind this orderId, in the order of orderIds; empty text for the beginning
/// @param limit most orders in an answer
public record OrderFilter(
    Set<StateName> states,
    Optional<Instant> before,
    Optional<Boolean> suspended,
    String after,
    int limit) {

  public OrderFilter {
    states = Set.copyOf(states);
  }

  boolean takes(Order order) {
    return states.contains(order.state().name())
        && before.map(time -> order.at().isBefore(time)).orElse(true)
        && suspended.map(wanted -> wanted == order.suspended().isPresent()).orElse(true);
  }

  boolean wantsActive() {
    return states.stream().anyMatch(state -> !state.isFinal());
  }

  boolean wantsFinished() {
    return states.stream().anyMatch(StateName::isFinal);
  }
}
