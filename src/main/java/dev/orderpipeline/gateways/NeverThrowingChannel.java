package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds the certainty of an answer: a bug below becomes an unknown outcome, as the request may have
/// gone out before it struck. The last layer.
record NeverThrowingChannel(Channel next) implements Channel {

  private static final Logger log = LoggerFactory.getLogger(NeverThrowingChannel.class);

  /// Never throws, and the stage never fails.
  @Override
  public CompletionStage<Classified> call(GatewayRequest request) {
    return next.begin(request).exceptionally(bug -> unknown(request, bug));
  }

  private static Classified unknown(GatewayRequest request, Throwable bug) {
    log.error(
        "call {} {} ended in a bug; its outcome counts as unknown",
        request.method(),
        request.idempotencyKey(),
        bug);
    return Classified.failure(new Answer.Unknown("client_bug", false));
  }
}
