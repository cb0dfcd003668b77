package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/// One thing for each gateway and lane, none missing.
final class PerLane<T> {

  private final Map<Gateway, Map<Lane, T>> table = new EnumMap<>(Gateway.class);

  /// @param make called once for each gateway and lane
  PerLane(BiFunction<Gateway, Lane, T> make) {
    for (Gateway gateway : Gateway.values()) {
      Map<Lane, T> lanes = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        lanes.put(lane, make.apply(gateway, lane));
      }
      table.put(gateway, lanes);
    }
  }

  T get(Gateway gateway, Lane lane) {
    Map<Lane, T> lanes = Objects.requireNonNull(table.get(gateway));
    return Objects.requireNonNull(lanes.get(lane));
  }

  /// In the order of the enums.
  List<T> all() {
    List<T> all = new ArrayList<>();
    table.values().forEach(lanes -> all.addAll(lanes.values()));
    return all;
  }
}
