package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.PipelineEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Logs what a person may want to know of, and passes everything on. A flood is cut to a few lines
/// a second. Ids only, never contents.
public final class EventLog implements PipelineEvents {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  /// The field that log lines carry the order's id in.
  private static final String ORDER_ID = "order_id";

  private final PipelineEvents next;
  private final LineLimit limit;

  public EventLog(PipelineEvents next, LineLimit limit) {
    this.next = next;
    this.limit = limit;
  }

  @Override
  public void published(Order order) {
    next.published(order);
  }

  @Override
  public void refused(String orderId, Effect.Refuse refusal) {
    line(
        orderId,
        () -> LOG.info("{} refused in {}: {}", refusal.input(), refusal.state(), refusal.why()));
    next.refused(orderId, refusal);
  }

  @Override
  public void late(String orderId, String input) {
    line(orderId, () -> LOG.info("{} came too late: the order is no longer on its way", input));
    next.late(orderId, input);
  }

  @Override
  public void duplicate(String orderId) {
    next.duplicate(orderId);
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    line(
        letter.orderId().orElse(""),
        () -> LOG.warn("dead letter {}: {}", letter.id(), letter.reason()));
    next.deadLettered(letter);
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    next.parked(step, reason);
  }

  @Override
  public void taken(SourcePosition position) {
    next.taken(position);
  }

  @Override
  public void failed(Culprit culprit, String what) {
    LOG.error("processing of {} failed, its transaction is done again: {}", culprit, what);
    next.failed(culprit, what);
  }

  private void line(String orderId, Runnable log) {
    if (!limit.allows()) {
      return;
    }
    long dropped = limit.takeDropped();
    if (dropped > 0) {
      LOG.warn("{} lines like the next were left out", dropped);
    }
    try (MDC.MDCCloseable _ = MDC.putCloseable(ORDER_ID, orderId)) {
      log.run();
    }
  }
}
