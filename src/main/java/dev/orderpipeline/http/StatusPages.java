package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.stream.OrderQueries;
import dev.orderpipeline.stream.TopologyDocs;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/// How the service is.
final class StatusPages {

  private final ApiParts parts;
  private final Overview overview;
  private final Offload offload;
  private final BooleanSupplier live;

  StatusPages(ApiParts parts, Overview overview, Offload offload, BooleanSupplier live) {
    this.parts = parts;
    this.overview = overview;
    this.offload = offload;
    this.live = live;
  }

  void live(RoutingContext call) {
    health(call, live.getAsBoolean());
  }

  void ready(RoutingContext call) {
    health(call, parts.isRunning().getAsBoolean());
  }

  private static void health(RoutingContext call, boolean up) {
    Replies.json(
        call,
        up ? 200 : 503,
        JsonNodeFactory.instance.objectNode().put("status", up ? "UP" : "DOWN"));
  }

  void gateways(RoutingContext call) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    parts.gates().get().forEach(gate -> all.add(GatewayJson.of(gate, parts.calls())));
    Replies.json(call, 200, all);
  }

  void overview(RoutingContext call) {
    offload
        .call(overview::json)
        .onSuccess(body -> Replies.json(call, 200, body))
        .onFailure(call::fail);
  }

  void topology(RoutingContext call) {
    offload
        .call(this::topology)
        .onSuccess(body -> Replies.json(call, 200, body))
        .onFailure(call::fail);
  }

  private ObjectNode topology() {
    OrderQueries queries = parts.queries();
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("pipeline", parts.pipelineId())
            .put("mermaid", TopologyDocs.mermaid(parts.topics()))
            .put("description", TopologyDocs.describe(parts.topics()))
            .put("partitions", queries.partitionCount());
    ArrayNode instances = body.putArray("instances");
    queries
        .assignment()
        .forEach((address, partitions) -> {
          ArrayNode numbers = instances.addObject().put("instance", address).putArray("partitions");
          partitions.forEach(numbers::add);
        });
    return body;
  }
}
