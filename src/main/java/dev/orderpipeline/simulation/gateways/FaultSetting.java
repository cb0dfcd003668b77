package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One setting, read.
record FaultSetting(Set<Endpoint> covered, Value value) implements Comparable<FaultSetting> {

  FaultSetting {
    covered = Set.copyOf(covered);
  }

  sealed interface Value {
    record Rate(Fault fault, boolean firstOnly, double probability) implements Value {}

    record Decline(double probability) implements Value {}

    record Delay(Latency latency) implements Value {}
  }

  boolean covers(Endpoint endpoint) {
    return covered.contains(endpoint);
  }

  /// The wider setting comes first.
  @Override
  public int compareTo(FaultSetting other) {
    return Integer.compare(other.covered.size(), covered.size());
  }

  static FaultSetting parse(String name, String value) {
    try {
      return read(name, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "fault '" + name + "=" + value + "': " + e.getMessage(), e);
    }
  }

  private static FaultSetting read(String name, String value) {
    if (name.equals("latency")) {
      return new FaultSetting(Set.of(Endpoint.values()), new Value.Delay(Latency.parse(value)));
    }
    String[] parts = name.split("\\.", -1);
    boolean firstOnly = parts.length == 3 && parts[2].equals("first");
    if (parts.length != 2 && !firstOnly) {
      throw new IllegalArgumentException("write target.fault or target.fault.first");
    }
    Set<Endpoint> covered = target(parts[0]);
    if (!firstOnly && parts[1].equals("latency")) {
      return new FaultSetting(covered, new Value.Delay(Latency.parse(value)));
    }
    if (!firstOnly && parts[1].equals("decline")) {
      return decline(parts[0], covered, value);
    }
    Fault fault =
        Fault.labelled(parts[1])
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no fault '"
                        + parts[1]
                        + "'; there are "
                        + Fault.labels()
                        + ", and decline and latency"));
    return new FaultSetting(covered, new Value.Rate(fault, firstOnly, probability(value)));
  }

  private static FaultSetting decline(String target, Set<Endpoint> covered, String value) {
    if (covered.stream().noneMatch(e -> !e.query() && e.step().lane() == Lane.FORWARD)) {
      throw new IllegalArgumentException(
          target + " cannot be declined; only charges and reservations can");
    }
    return new FaultSetting(covered, new Value.Decline(probability(value)));
  }

  private static Set<Endpoint> target(String target) {
    Predicate<Endpoint> named =
        e -> e.label().equals(target) || e.step().gateway().label().equals(target);
    Set<Endpoint> covered =
        Arrays.stream(Endpoint.values()).filter(named).collect(Collectors.toSet());
    if (covered.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no target '" + target + "'; there are " + targets());
    }
    return covered;
  }

  private static String targets() {
    return Stream.concat(
            Arrays.stream(Gateway.values()).map(Gateway::label),
            Arrays.stream(Endpoint.values()).map(Endpoint::label))
        .collect(Collectors.joining(", "));
  }

  private static double probability(String value) {
    try {
      double probability = Double.parseDouble(value);
      if (probability >= 0 && probability <= 1) {
        return probability;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + value + "' is not a probability from 0 to 1", e);
    }
    throw new IllegalArgumentException("a probability must be 0 to 1, was " + value);
  }
}
