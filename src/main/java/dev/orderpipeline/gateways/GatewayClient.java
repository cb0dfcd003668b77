package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import java.util.function.Consumer;

/// Makes calls to gateways without blocking the caller.
public interface GatewayClient {

  /// Starts one call. The caller has entered the [Gate] of the request's gateway and lane; the call
  /// leaves it when it ends.
  ///
  /// @param onAnswer called exactly once, on any thread, within the configured time-outs; never
  ///   throws out of this method
  void call(GatewayRequest request, Consumer<Answer> onAnswer);
}
