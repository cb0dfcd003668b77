package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import java.util.List;

/// Tells everything to several, one after another.
record AllEvents(List<PipelineEvents> all) implements PipelineEvents {

  AllEvents {
    all = List.copyOf(all);
  }

  @Override
  public void taken() {
    all.forEach(PipelineEvents::taken);
  }

  @Override
  public void published(Order order) {
    all.forEach(one -> one.published(order));
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    all.forEach(one -> one.refused(order, refusal));
  }

  @Override
  public void late(String orderId, String input) {
    all.forEach(one -> one.late(orderId, input));
  }

  @Override
  public void duplicate(String orderId) {
    all.forEach(one -> one.duplicate(orderId));
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    all.forEach(one -> one.deadLettered(letter));
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    all.forEach(one -> one.parked(step, reason));
  }

  @Override
  public void committed(long durationNanos) {
    all.forEach(one -> one.committed(durationNanos));
  }

  @Override
  public void failed(Culprit culprit, String what) {
    all.forEach(one -> one.failed(culprit, what));
  }
}
