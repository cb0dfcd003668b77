package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/// The orders on their way at this instance, counted by state as committed: what a page that shows
/// the pipeline live is fed with. Any thread, but not the event loop: it walks over all of them.
final class Overview {

  private static final class Count {
    int orders;
    Instant oldest = Instant.MAX;
  }

  private final ApiParts parts;
  private final InstantSource clock;

  Overview(ApiParts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  ObjectNode json() {
    Map<StateName, Count> counts = new EnumMap<>(StateName.class);
    for (StateName state : StateName.values()) {
      if (!state.isFinal()) {
        counts.put(state, new Count());
      }
    }
    int suspended = 0;
    for (Iterator<Order> orders = parts.queries().active().iterator(); orders.hasNext(); ) {
      Order order = orders.next();
      Count count = counts.get(order.state().name());
      if (count != null) {
        count.orders++;
        count.oldest = order.at().isBefore(count.oldest) ? order.at() : count.oldest;
      }
      suspended += order.suspended().isPresent() ? 1 : 0;
    }
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("at", clock.instant().toString())
            .put("pipeline", parts.pipelineId());
    ArrayNode states = body.putArray("states");
    counts.forEach((state, count) -> add(states, state, count));
    return body.put("active", parts.capacity().held())
        .put("activeLimit", parts.capacity().limit())
        .put("pending", parts.capacity().waiting())
        .put("suspended", suspended)
        .put("intakeClosed", parts.intakeClosed().getAsBoolean());
  }

  private static void add(ArrayNode states, StateName state, Count count) {
    ObjectNode one = states.addObject().put("state", state.name()).put("orders", count.orders);
    if (count.orders > 0) {
      one.put("oldest", count.oldest.toString());
    }
  }
}
