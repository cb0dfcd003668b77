package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.PipelineEvents;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what happens, for progress; the proof is the audit. Thread-safe.
public final class PipelineCounters implements PipelineEvents {

  private final Map<StateName, LongAdder> entered = new EnumMap<>(StateName.class);
  private final LongAdder suspended = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder parked = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder late = new LongAdder();

  public PipelineCounters() {
    for (StateName state : StateName.values()) {
      entered.put(state, new LongAdder());
    }
  }

  /// Snapshots written in a state so far.
  public long entered(StateName state) {
    return entered.getOrDefault(state, new LongAdder()).sum();
  }

  public long suspended() {
    return suspended.sum();
  }

  public long duplicates() {
    return duplicates.sum();
  }

  public long deadLetters() {
    return deadLetters.sum();
  }

  public long parked() {
    return parked.sum();
  }

  /// Inputs that the machine refused, and inputs for orders that had left.
  public long refused() {
    return refused.sum() + late.sum();
  }

  @Override
  public void published(Order order) {
    entered.getOrDefault(order.state().name(), suspended).increment();
    if (order.suspended().isPresent()) {
      suspended.increment();
    }
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    refused.increment();
  }

  @Override
  public void late(String orderId, String input) {
    late.increment();
  }

  @Override
  public void duplicate(String orderId) {
    duplicates.increment();
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    deadLetters.increment();
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    parked.increment();
  }
}
