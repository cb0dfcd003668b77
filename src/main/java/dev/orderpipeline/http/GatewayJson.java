package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.gateways.RecentCalls;

/// How one gateway is on one lane, as the API shows it.
final class GatewayJson {

  private GatewayJson() {}

  static ObjectNode of(GateStatus gate) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("gateway", gate.gateway().label())
            .put("lane", gate.lane().label())
            .put("breaker", gate.breaker().label())
            .put("since", gate.since().toString())
            .put("inFlight", gate.inFlight())
            .put("limit", gate.limit())
            .put("paused", gate.paused());
    gate.pause()
        .ifPresent(pause ->
            json.putObject("pause")
                .put("since", pause.since().toString())
                .put("by", pause.by())
                .put("why", pause.why()));
    gate.failureRatePercent().ifPresent(rate -> json.put("failureRatePercent", rate));
    return json;
  }

  /// With how long its calls have taken lately.
  static ObjectNode of(GateStatus gate, RecentCalls calls) {
    ObjectNode json = of(gate);
    calls
        .latency(gate.gateway(), gate.lane())
        .ifPresent(latency ->
            json.putObject("latency")
                .put("p50Millis", latency.p50Millis())
                .put("p95Millis", latency.p95Millis())
                .put("calls", latency.calls()));
    return json;
  }
}
