package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.gateways.AnswerClassifier;
import dev.orderpipeline.gateways.Classified;
import dev.orderpipeline.gateways.Exchange;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// One call as the client sees it: it ends once, by whatever comes first.
final class Flight {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final World world;
  private final AnswerClassifier classifier;
  private final SimThread thread;
  private final GatewayRequest request;
  private final Consumer<Answer> onAnswer;
  private final Gate gate;
  private final long began;
  private final Instant left;
  private boolean ended;

  Flight(
      World world,
      AnswerClassifier classifier,
      SimThread thread,
      GatewayRequest request,
      Consumer<Answer> onAnswer) {
    this.world = world;
    this.classifier = classifier;
    this.thread = thread;
    this.request = request;
    this.onAnswer = onAnswer;
    this.gate = thread.process().gate(request.step());
    this.began = world.clock().elapsed();
    this.left = world.clock().instant();
  }

  SimThread thread() {
    return thread;
  }

  GatewayRequest request() {
    return request;
  }

  /// How long ago it left, by the wall clock.
  Duration age() {
    return Duration.between(left, world.clock().instant());
  }

  void end(Exchange exchange) {
    if (ended) {
      return;
    }
    ended = true;
    thread
        .process()
        .run(() ->
            world.guard(thread, () -> {
              Classified classified = classifier.classify(request, exchange);
              gate.leave(
                  classified.signal(), (world.clock().elapsed() - began) * NANOS_PER_MILLI);
              world.judge().answered(request, classified.answer());
              onAnswer.accept(classified.answer());
              thread.reach(Point.ANSWERED);
            }));
  }
}
