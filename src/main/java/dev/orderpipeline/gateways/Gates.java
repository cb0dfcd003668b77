package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import java.time.Clock;
import java.util.List;

/// The gates of all gateways and lanes, and the operators' switches on them. Thread-safe.
public final class Gates {

  private final PerLane<BreakerGate> gates;

  /// Makes the gates, all closed breakers and no pause.
  ///
  /// @param clock drives breakers and ramps
  public Gates(OutboundSettings settings, Clock clock) {
    gates =
        new PerLane<>((gateway, lane) ->
            new BreakerGate(gateway, lane, settings.of(gateway).lane(lane).gate(), clock));
  }

  public Gate gate(Gateway gateway, Lane lane) {
    return gates.get(gateway, lane);
  }

  /// Lets nothing in until [#resume]; calls in flight go on. Pausing twice is pausing once.
  public void pause(Gateway gateway, Lane lane, Pause pause) {
    gates.get(gateway, lane).pause(pause);
  }

  /// Lets calls in again, few at first. Without a pause nothing changes.
  public void resume(Gateway gateway, Lane lane) {
    gates.get(gateway, lane).resume();
  }

  /// One for each gateway and lane, in the order of the enums.
  public List<GateStatus> status() {
    return gates.all().stream().map(BreakerGate::status).toList();
  }
}
