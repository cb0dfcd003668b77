package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.http.console.InstanceView;
import dev.orderpipeline.http.console.OrderCount;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// The orders on their way at this instance, counted by state as committed. Any thread, but not the
/// event loop: it walks over all of them.
final class Overview {

  private final ApiParts parts;
  private final InstantSource clock;

  Overview(ApiParts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  ObjectNode json() {
    OrderCount count = new OrderCount();
    parts.queries().active().forEach(count::add);
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("at", clock.instant().toString())
            .put("pipeline", parts.pipelineId());
    ArrayNode states = body.putArray("states");
    count.states(Map.of()).stream()
        .filter(state -> !StateName.valueOf(state.state()).isFinal())
        .forEach(state -> add(states.addObject(), state));
    body.put("active", parts.capacity().held())
        .put("activeLimit", parts.capacity().limit())
        .put("pending", parts.capacity().waiting())
        .put("suspended", count.suspendedCount())
        .put("intakeClosed", parts.intakeClosed().getAsBoolean());
    parts.intake().closed().ifPresent(word -> body.set("intake", word.json()));
    return body;
  }

  private static void add(ObjectNode json, InstanceView.State state) {
    json.put("state", state.state()).put("orders", state.orders());
    Long oldest = state.oldestAt();
    if (oldest != null) {
      json.put("oldest", Instant.ofEpochMilli(oldest).toString());
    }
  }
}
