package dev.orderpipeline.gateways;

import java.util.concurrent.CompletionStage;

/// Sends requests to one gateway on one lane, and says what happened to them, not what it means.
@FunctionalInterface
public interface Transport {

  /// Does not block. The stage ends within the configured response timeout; it fails, or this
  /// throws, only for bugs and after the transport was closed.
  CompletionStage<Exchange> send(GatewayRequest request);
}
