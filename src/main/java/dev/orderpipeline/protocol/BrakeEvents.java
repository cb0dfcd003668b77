package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;

/// Tells the brake what it counts, and passes everything on.
public record BrakeEvents(Brake brake, PipelineEvents next) implements PipelineEvents {

  @Override
  public void taken(SourcePosition position) {
    brake.taken();
    next.taken(position);
  }

  @Override
  public void published(Order order) {
    next.published(order);
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    next.refused(order, refusal);
  }

  @Override
  public void late(String orderId, String input) {
    next.late(orderId, input);
  }

  @Override
  public void duplicate(String orderId) {
    next.duplicate(orderId);
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    brake.lettered(letter);
    next.deadLettered(letter);
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    next.parked(step, reason);
  }

  @Override
  public void committed(long durationNanos) {
    next.committed(durationNanos);
  }

  @Override
  public void failed(Culprit culprit, String what) {
    brake.failed(what);
    next.failed(culprit, what);
  }
}
