package dev.orderpipeline.gateways;

import java.util.concurrent.CompletionStage;

/// Adds the meaning: from what happened on the wire to an answer.
record ClassifyingChannel(Transport transport, AnswerClassifier classifier) implements Channel {

  @Override
  public CompletionStage<Classified> call(GatewayRequest request) {
    return transport.send(request).thenApply(exchange -> classifier.classify(request, exchange));
  }
}
