package dev.orderpipeline.domain;

import java.util.ArrayList;
import java.util.List;

/// The order after an input, and what has to be done about it.
public record Decision(Order order, List<Effect> effects) {

  public Decision {
    effects = List.copyOf(effects);
  }

  static Decision unchanged(Order order) {
    return new Decision(order, List.of());
  }

  /// A change within a state: stored, not published.
  static Decision stored(Order order) {
    return new Decision(order, List.of());
  }

  static Decision published(Order order) {
    return new Decision(order, List.of(new Effect.Publish()));
  }

  static Decision refused(Order order, Input input, String why) {
    return new Decision(
        order,
        List.of(new Effect.Refuse(input.getClass().getSimpleName(), order.state().name(), why)));
  }

  Decision and(Effect effect) {
    List<Effect> all = new ArrayList<>(effects);
    all.add(effect);
    return new Decision(order, all);
  }
}
