package dev.orderpipeline.simulation.gateways;

import java.util.List;
import java.util.Optional;

/// What can go wrong at one endpoint.
///
/// @param rates in the order in which they are tried; faults that cannot happen are left out
/// @param decline probability 0 to 1 that the business says no, fixed per key
/// @param latency empty for the one given at start
record EndpointFaults(List<Rate> rates, double decline, Optional<Latency> latency) {

  static final EndpointFaults NONE = new EndpointFaults(List.of(), 0, Optional.empty());

  EndpointFaults {
    rates = List.copyOf(rates);
  }

  /// Probabilities, 0 to 1.
  ///
  /// @param always for every request
  /// @param first for the first request of each key, if that is more than `always`
  record Rate(Fault fault, double always, double first) {

    double at(boolean firstOfKey) {
      return firstOfKey ? Math.max(first, always) : always;
    }
  }

  boolean tellsFirstApart() {
    return rates.stream().anyMatch(rate -> rate.first() > 0);
  }
}
