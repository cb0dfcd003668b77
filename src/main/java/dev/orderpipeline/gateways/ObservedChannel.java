package dev.orderpipeline.gateways;

import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/// Adds telemetry: tells a listener of every call's start and end.
record ObservedChannel(Channel next, CallListener listener, LongSupplier nanoTime)
    implements Channel {

  @Override
  public CompletionStage<Classified> call(GatewayRequest request) {
    long start = nanoTime.getAsLong();
    listener.started(request.step(), request.method());
    return next.begin(request)
        .thenApply(classified -> {
          listener.ended(
              request.step(), request.method(), classified.answer(), nanoTime.getAsLong() - start);
          return classified;
        });
  }
}
