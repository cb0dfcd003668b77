package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.PipelineEvents;
import java.util.ArrayList;
import java.util.List;

/// Holds back what one stream thread has to tell until the transaction it belongs to is committed,
/// and forgets it if that is aborted: what is counted and logged has happened, once. Used on that
/// thread only.
final class StagedEvents implements PipelineEvents {

  private final PipelineEvents next;
  private final List<Runnable> staged = new ArrayList<>();

  StagedEvents(PipelineEvents next) {
    this.next = next;
  }

  @Override
  public void taken() {
    staged.add(next::taken);
  }

  @Override
  public void published(Order order) {
    staged.add(() -> next.published(order));
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    staged.add(() -> next.refused(order, refusal));
  }

  @Override
  public void late(String orderId, String input) {
    staged.add(() -> next.late(orderId, input));
  }

  @Override
  public void duplicate(String orderId) {
    staged.add(() -> next.duplicate(orderId));
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    staged.add(() -> next.deadLettered(letter));
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    staged.add(() -> next.parked(step, reason));
  }

  /// At once: it is what aborts the transaction.
  @Override
  public void failed(Culprit culprit, String what) {
    next.failed(culprit, what);
  }

  /// @param durationNanos that the commit took
  void transactionCommitted(long durationNanos) {
    staged.forEach(Runnable::run);
    staged.clear();
    next.committed(durationNanos);
  }

  void transactionAborted() {
    staged.clear();
  }
}
