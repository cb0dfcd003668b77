package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.BreakerSettings;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.gateways.GateSettings;
import dev.orderpipeline.gateways.Gates;
import dev.orderpipeline.gateways.GatewaySettings;
import dev.orderpipeline.gateways.LaneSettings;
import dev.orderpipeline.gateways.OutboundSettings;
import dev.orderpipeline.gateways.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The gates of one process: the production ones on virtual time, or ones that follow the schedule.
final class SimGates {

  private final Map<Step, CountedGate> gates = new EnumMap<>(Step.class);

  SimGates(World world) {
    // Every step has a gateway and lane of its own, so a gate a step is a gate a lane.
    Gates production =
        world.setup().productionGates() ? production(world) : null;
    for (Step step : Step.values()) {
      Gate gate =
          production == null
              ? new ScheduledGate(() -> world.closed(step), world.setup().gateLimit())
              : production.gate(step.gateway(), step.lane());
      gates.put(step, new CountedGate(gate, step.label(), world.judge()));
    }
  }

  Gate of(Step step) {
    return Objects.requireNonNull(gates.get(step));
  }

  /// The steps whose gates have not been left as often as entered.
  List<Step> occupied() {
    return gates.entrySet().stream()
        .filter(gate -> gate.getValue().inside() != 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Gates production(World world) {
    int limit = world.setup().gateLimit();
    GateSettings gate =
        new GateSettings(
            limit,
            1,
            Duration.ofMillis(500),
            new BreakerSettings(
                6, 3, 50, Duration.ofSeconds(4), 80, Duration.ofSeconds(5), Math.min(2, limit)));
    LaneSettings lane = new LaneSettings(limit, gate);
    GatewaySettings defaults =
        GatewaySettings.of(URI.create("http://gateway.invalid"), new Secret("simulated"));
    GatewaySettings settings =
        new GatewaySettings(
            defaults.url(),
            defaults.token(),
            defaults.trustedCertificates(),
            defaults.http2(),
            defaults.connectTimeout(),
            defaults.responseTimeout(),
            defaults.maxBodyBytes(),
            defaults.maxRetryAfter(),
            lane,
            lane);
    return new Gates(new OutboundSettings(settings, settings), world.clock());
  }
}
