package dev.orderpipeline.simulation.gateways;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Draws what happens to each request. The same settings, random numbers and order of requests give
/// the same faults. Not thread-safe: owned by the thread that serves the requests.
public final class FaultDice {

  /// How many keys are remembered as met, for faults that hit only the first request of a key; the
  /// oldest is forgotten first and may be hit again.
  static final int KEYS_REMEMBERED = 200_000;

  private final RandomGenerator random;
  private final Set<String> met =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > KEYS_REMEMBERED;
            }
          });

  public FaultDice(RandomGenerator random) {
    this.random = random;
  }

  /// The fault that hits this request, if one does.
  ///
  /// @param key its idempotency key, or the key it asks about; empty text if it has none
  public Optional<Fault> draw(FaultSettings settings, Endpoint endpoint, String key) {
    EndpointFaults faults = settings.at(endpoint);
    boolean first = faults.tellsFirstApart() && met.add(endpoint.label() + ' ' + key);
    for (EndpointFaults.Rate rate : faults.rates()) {
      if (random.nextDouble() < rate.at(first)) {
        return Optional.of(rate.fault());
      }
    }
    return Optional.empty();
  }

  /// How long this request takes.
  ///
  /// @param base the latency where the settings have none
  public Duration latency(FaultSettings settings, Endpoint endpoint, Latency base) {
    return settings.at(endpoint).latency().orElse(base).draw(random);
  }

  /// One of several bodies that no client should take for an answer.
  public String garbage() {
    return switch (random.nextInt(4)) {
      case 0 -> "<html><body>It works!</body></html>";
      case 1 -> "{\"status\":\"CAPT";
      case 2 -> "{}";
      default ->
          """
          {"transactionId":"tx_0","reservationId":"rs_0","refundId":"rf_0","releaseId":"rl_0",\
          "status":"OK","orderId":"someone-elses","amount":{"value":1,"currency":"XXX"}}\
          """;
    };
  }
}
