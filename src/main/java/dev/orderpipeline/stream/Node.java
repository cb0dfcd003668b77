package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.protocol.StagePort;
import dev.orderpipeline.protocol.Tick;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// One incarnation of one node in one task: what the step protocol asks for, done with Streams.
/// Lives on the task's stream thread.
final class Node implements StagePort {

  private final ProcessorContext<Object, Object> context;
  private final ThreadScope scope;
  private final TopicPartition input;
  private final SnapshotHeaders headers;
  private final Runnable onTick;
  private final long staleAfterNanos;
  private Tick tick = Tick.NONE;
  private @Nullable Cancellable punctuator;

  Node(
      ProcessorContext<Object, Object> context,
      ThreadScope scope,
      NodeSettings settings,
      Runnable onTick) {
    this.context = context;
    this.scope = scope;
    this.input = new TopicPartition(settings.placedTopic(), context.taskId().partition());
    this.headers = settings.headers();
    this.staleAfterNanos = settings.sessionTimeout().toNanos() / 2;
    this.onTick = onTick;
  }

  /// Runs once, soon, on the stream thread, when the task is ready to process.
  void soon() {
    tick(Tick.FAST);
  }

  @Override
  public void handOn(StageName to, Handover handover) {
    context.forward(new Record<>(handover.orderId(), handover, now()), to.label());
  }

  @Override
  public void publish(Order order, byte[] snapshot) {
    context.forward(
        new Record<>(order.orderId(), snapshot, order.at().toEpochMilli(), headers.of(order)),
        Sinks.of(order.state().name()));
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    context.forward(
        new Record<>(
            letter.key().orElse(null),
            letter.value().orElse(null),
            letter.at().toEpochMilli(),
            headers.of(letter)),
        Sinks.DEAD_LETTER);
  }

  @Override
  public void tick(Tick wanted) {
    scope.wrote(input);
    Tick next = scope.cadence().hasWritten() ? Tick.FAST : wanted;
    if (next == tick) {
      return;
    }
    tick = next;
    scope.tick(this, next);
    stopPunctuator();
    if (next != Tick.NONE) {
      punctuator =
          context.schedule(
              next.after(context.currentSystemTimeMs()),
              next.interval(),
              PunctuationType.WALL_CLOCK_TIME,
              _ -> punctuate());
    }
  }

  /// A process that was paused must not act on what it believes to own: it asks the group first, by
  /// polling.
  private void punctuate() {
    boolean checkable = scope.positions().knows(input);
    if (checkable && scope.polledWithin(staleAfterNanos, System.nanoTime())) {
      scope.wrote(input);
      onTick.run();
      if (scope.cadence().isDue(System.nanoTime())) {
        context.commit();
      }
    }
  }

  void close() {
    stopPunctuator();
    scope.tick(this, Tick.NONE);
  }

  private void stopPunctuator() {
    if (punctuator != null) {
      punctuator.cancel();
      punctuator = null;
    }
  }

  private long now() {
    return context.currentSystemTimeMs();
  }
}
