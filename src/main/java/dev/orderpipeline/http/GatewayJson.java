package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.gateways.GateStatus;

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
    gate.failureRatePercent().ifPresent(rate -> json.put("failureRatePercent", rate));
    return json;
  }
}
