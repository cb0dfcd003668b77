package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.gateways.GatewayRequest;

/// Turns a decided call into the request that is sent for it. Thread-safe.
@FunctionalInterface
public interface Requests {

  /// The HTTP request that a decided call is.
  GatewayRequest request(Effect.Call call, Order order);
}
