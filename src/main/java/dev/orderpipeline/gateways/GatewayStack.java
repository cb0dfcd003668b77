package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything between an order's intent and a gateway. [#channel] is the stack, a layer a line.
public final class GatewayStack implements GatewayClient, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GatewayStack.class);

  private final PerLane<VertxTransport> transports;
  private final PerLane<Channel> channels;

  /// Assembles the stacks of all gateways and lanes; nothing connects yet.
  ///
  /// @param vertx the caller's: it is not closed here, and should be closed after this
  /// @param gates what the callers enter and the calls leave
  /// @param clock wall clock
  /// @param nanoTime monotonic time for durations, such as `System::nanoTime`
  public GatewayStack(
      Vertx vertx,
      OutboundSettings settings,
      Gates gates,
      CallListener listener,
      Clock clock,
      LongSupplier nanoTime) {
    transports =
        new PerLane<>((gateway, lane) -> new VertxTransport(vertx, settings.of(gateway), lane));
    channels =
        new PerLane<>((gateway, lane) ->
            channel(
                transports.get(gateway, lane),
                new AnswerClassifier(clock, settings.of(gateway).maxRetryAfter()),
                listener,
                gates.gate(gateway, lane),
                nanoTime));
  }

  /// The stack, from the wire up.
  static Channel channel(
      Transport transport,
      AnswerClassifier classifier,
      CallListener listener,
      Gate gate,
      LongSupplier nanoTime) {
    Channel channel = new ClassifyingChannel(transport, classifier);
    channel = new ObservedChannel(channel, listener, nanoTime);
    channel = new GateLeavingChannel(channel, gate, nanoTime);
    return new NeverThrowingChannel(channel);
  }

  @Override
  public void call(GatewayRequest request, Consumer<Answer> onAnswer) {
    Step step = request.step();
    channels
        .get(step.gateway(), step.lane())
        .call(request)
        .thenAccept(classified -> onAnswer.accept(classified.answer()))
        .exceptionally(bug -> {
          log.error("the receiver of the answer to {} failed", request.idempotencyKey(), bug);
          return null;
        });
  }

  /// Closes the connections. Calls under way end as unknown.
  @Override
  public void close() {
    transports.all().forEach(VertxTransport::close);
  }
}
