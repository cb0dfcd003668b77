package dev.orderpipeline.gateways;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A way to one gateway on one lane. [GatewayStack] builds it in layers, each adding one thing.
@FunctionalInterface
interface Channel {

  /// Does not block. Unless the layer says otherwise, a bug below it may make it throw or the stage
  /// fail.
  CompletionStage<Classified> call(GatewayRequest request);

  /// A call in which a bug shows in one way only: as a failed stage.
  default CompletionStage<Classified> begin(GatewayRequest request) {
    try {
      return call(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
