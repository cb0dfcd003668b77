package dev.orderpipeline.simulation.gateways;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which faults happen how often. Written as `target.fault=probability`, several with commas:
///
///     payments.error=0.05,refunds.timeout-after-success=0.02,charges.reset.first=1,inventory.outage=1
///
/// A target is a gateway (`payments`, `inventory`) or one [Endpoint] of it, which goes before its
/// gateway. With `.first` the fault hits only the first request of a key, so that a retry heals.
/// Beside faults there are `target.decline=probability` and `target.latency=…` (or `latency=…`
/// for all).
///
/// @param text the settings by name, sorted, as they were given
public record FaultSettings(Map<String, String> text, Map<Endpoint, EndpointFaults> endpoints) {

  public static final FaultSettings NONE = of(Map.of());

  /// Commas between settings, not those within `lognormal(…)`.
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  /// Reads the one-line form; empty for none.
  ///
  /// @throws IllegalArgumentException naming the setting, what is wrong with it and what is allowed
  public static FaultSettings parse(String line) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    for (String setting : COMMA.split(line.strip(), -1)) {
      if (setting.isBlank()) {
        continue;
      }
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "fault '" + setting.strip() + "' has no value; write it as payments.error=0.05");
      }
      String name = setting.substring(0, equals).strip();
      if (settings.put(name, setting.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("fault '" + name + "' is given twice");
      }
    }
    return of(settings);
  }

  /// Takes settings by name.
  ///
  /// @throws IllegalArgumentException naming the setting, what is wrong with it and what is allowed
  public static FaultSettings of(Map<String, String> settings) {
    Map<Endpoint, EndpointFaultsBuilder> builders = new EnumMap<>(Endpoint.class);
    Arrays.stream(Endpoint.values()).forEach(e -> builders.put(e, new EndpointFaultsBuilder(e)));
    settings.entrySet().stream()
        .map(setting -> FaultSetting.parse(setting.getKey(), setting.getValue()))
        .sorted() // what is said of one endpoint overrides what is said of its gateway
        .forEach(setting ->
            builders.forEach((endpoint, builder) -> {
              if (setting.covers(endpoint)) {
                builder.set(setting);
              }
            }));
    Map<Endpoint, EndpointFaults> endpoints = new EnumMap<>(Endpoint.class);
    builders.forEach((endpoint, builder) -> endpoints.put(endpoint, builder.build()));
    return new FaultSettings(new TreeMap<>(settings), endpoints);
  }

  EndpointFaults at(Endpoint endpoint) {
    return endpoints.getOrDefault(endpoint, EndpointFaults.NONE);
  }
}
