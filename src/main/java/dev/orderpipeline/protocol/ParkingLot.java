package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Orders that wait for a gate, first come first served. They are asked for, they do not ask: a
/// closed gate costs one question a tick however many wait.
final class ParkingLot {

  private final Map<Step, LinkedHashSet<String>> waiting = new EnumMap<>(Step.class);
  private final Map<Step, ParkReason> reasons = new EnumMap<>(Step.class);

  /// Lets the order wait behind the others.
  ///
  /// @return false if it waits already; it keeps its turn
  boolean add(Step step, String orderId, ParkReason reason) {
    reasons.put(step, reason);
    return waiting.computeIfAbsent(step, _ -> new LinkedHashSet<>()).add(orderId);
  }

  void remove(String orderId) {
    waiting.values().forEach(orders -> orders.remove(orderId));
  }

  /// Why a newcomer has to wait: others were here before it.
  Optional<ParkReason> blocked(Step step) {
    LinkedHashSet<String> orders = waiting.get(step);
    return orders == null || orders.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(reasons.get(step));
  }

  /// The next order that a gate lets in.
  ///
  /// @param tryEnter asks the step's gate; empty if it grants an entry
  Optional<String> next(Function<Step, Optional<ParkReason>> tryEnter) {
    for (Map.Entry<Step, LinkedHashSet<String>> lot : waiting.entrySet()) {
      if (!lot.getValue().isEmpty() && tryEnter.apply(lot.getKey()).isEmpty()) {
        return Optional.of(lot.getValue().removeFirst());
      }
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return waiting.values().stream().allMatch(LinkedHashSet::isEmpty);
  }
}
