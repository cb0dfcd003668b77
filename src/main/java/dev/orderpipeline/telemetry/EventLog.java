package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.PipelineEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Logs what a person may want to know of. A flood is cut to a few lines a second of each level, so
/// that none of everyday lines hides a warning. Ids only, never contents.
public final class EventLog implements PipelineEvents {

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private final Map<Level, LineLimit> limits = new EnumMap<>(Level.class);

  /// @param limit makes one for each level
  public EventLog(Supplier<LineLimit> limit) {
    for (Level level : Level.values()) {
      limits.put(level, limit.get());
    }
  }

  /// One line for each snapshot, but only of those that did not go as orders usually go, unless
  /// somebody wants to know all.
  @Override
  public void published(Order order) {
    Level level = level(order);
    if (LOG.isEnabledForLevel(level)) {
      try (LogFields _ = LogFields.of(order)) {
        if (allowed(level)) {
          LOG.atLevel(level)
              .addKeyValue(LogFields.DURATION_MS, inPreviousState(order))
              .log("{}: {}", order.state().name(), order.cause());
        }
      }
    }
  }

  private static Level level(Order order) {
    if (order.suspended().isPresent()) {
      return Level.WARN;
    }
    return failure(order).filter(EventLog::isNobodysDecision).isPresent()
        ? Level.INFO
        : Level.DEBUG;
  }

  private static Optional<Failure> failure(Order order) {
    return switch (order.state()) {
      case OrderState.Compensating state -> Optional.of(state.failure());
      case OrderState.Failed state -> Optional.of(state.failure());
      case OrderState.Pending _,
          OrderState.Validating _,
          OrderState.Forward _,
          OrderState.Completed _ ->
          Optional.empty();
    };
  }

  /// A customer without money and an item without stock are everyday matters.
  private static boolean isNobodysDecision(Failure failure) {
    return failure.classification() != Classification.NON_RETRYABLE;
  }

  private static long inPreviousState(Order order) {
    List<HistoryEntry> history = order.history();
    Instant since = history.size() < 2 ? order.admittedAt() : history.get(history.size() - 2).at();
    return Duration.between(since, order.at()).toMillis();
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    try (LogFields _ = LogFields.of(order)) {
      if (allowed(Level.INFO)) {
        LOG.info("{} refused in {}: {}", refusal.input(), refusal.state(), refusal.why());
      }
    }
  }

  @Override
  public void late(String orderId, String input) {
    try (LogFields _ = LogFields.of(Optional.of(orderId), Optional.empty())) {
      if (allowed(Level.INFO)) {
        LOG.info("{} came too late: the order has moved on", input);
      }
    }
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    try (LogFields _ =
        LogFields.of(letter.orderId(), letter.source().flatMap(InputRecord::traceparent))) {
      if (allowed(Level.WARN)) {
        LOG.warn("dead letter {}: {}", letter.id(), letter.reason());
      }
    }
  }

  @Override
  public void failed(Culprit culprit, String what) {
    LOG.error("processing of {} failed, its transaction is done again: {}", culprit, what);
  }

  private boolean allowed(Level level) {
    LineLimit limit = Objects.requireNonNull(limits.get(level));
    if (!limit.allows()) {
      return false;
    }
    long dropped = limit.takeDropped();
    if (dropped > 0) {
      LOG.warn("{} lines like the next were left out", dropped);
    }
    return true;
  }
}
