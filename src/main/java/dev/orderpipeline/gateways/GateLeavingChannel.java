package dev.orderpipeline.gateways;

import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/// Adds the account of the gate: every call leaves it exactly once, also when a bug ended the call.
record GateLeavingChannel(Channel next, Gate gate, LongSupplier nanoTime) implements Channel {

  @Override
  public CompletionStage<Classified> call(GatewayRequest request) {
    long start = nanoTime.getAsLong();
    return next.begin(request)
        .whenComplete((classified, bug) ->
            gate.leave(
                bug == null ? classified.signal() : BreakerSignal.FAILURE,
                nanoTime.getAsLong() - start));
  }
}
