package dev.orderpipeline.simulation.gateways;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects one endpoint's settings; later ones override.
final class EndpointFaultsBuilder {

  private final Endpoint endpoint;
  private final Map<Fault, Double> always = new EnumMap<>(Fault.class);
  private final Map<Fault, Double> first = new EnumMap<>(Fault.class);
  private double decline;
  private Optional<Latency> latency = Optional.empty();

  EndpointFaultsBuilder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void set(FaultSetting setting) {
    switch (setting.value()) {
      case FaultSetting.Value.Rate(Fault fault, boolean firstOnly, double probability) ->
          (firstOnly ? first : always).put(fault, probability);
      case FaultSetting.Value.Decline(double probability) -> decline = probability;
      case FaultSetting.Value.Delay(Latency drawn) -> latency = Optional.of(drawn);
    }
  }

  EndpointFaults build() {
    List<EndpointFaults.Rate> rates = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      double every = always.getOrDefault(fault, 0.0);
      double once = first.getOrDefault(fault, 0.0);
      if (every > 0 || once > 0) {
        rates.add(new EndpointFaults.Rate(fault, every, once));
      }
    }
    return new EndpointFaults(rates, endpoint.query() ? 0 : decline, latency);
  }
}
