package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.PipelineEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Counts what the pipeline tells of itself. Thread-safe.
final class EventCounts implements PipelineEvents {

  private final Map<StateName, Counter> refused = new EnumMap<>(StateName.class);
  private final Counter movedOn;
  private final Pairs<Step, ParkReason, Counter> parked;
  private final ClosedSet<Counter> deadLetters;
  private final Counter duplicates;
  private final Timer commits;

  EventCounts(MeterRegistry registry) {
    for (StateName state : StateName.values()) {
      refused.put(state, refused(registry, Names.of(state)));
    }
    this.movedOn = refused(registry, "moved_on");
    this.parked =
        new Pairs<>(Step.class, ParkReason.class, (step, reason) -> parked(registry, step, reason));
    this.deadLetters = new ClosedSet<>(Reasons.DEAD_LETTER, reason -> letters(registry, reason));
    this.duplicates =
        Counter.builder("pipeline.duplicates")
            .description("Orders that came again with the same content, and were ignored")
            .register(registry);
    this.commits =
        Timer.builder("pipeline.commit.duration")
            .description("Time a stream thread's transaction took to be flushed and committed")
            .serviceLevelObjectives(Buckets.COMMIT)
            .register(registry);
  }

  private static Counter refused(MeterRegistry registry, String state) {
    return Counter.builder("pipeline.rejected.transitions")
        .description(
            "Inputs that are not for the state the order is in, or came when it had moved on; never"
                + " applied")
        .tag("state", state)
        .register(registry);
  }

  private static Counter parked(MeterRegistry registry, Step step, ParkReason reason) {
    return Counter.builder("pipeline.parked")
        .description("Orders whose call was kept back, using no attempt")
        .tag("step", step.label())
        .tag("reason", Names.of(reason))
        .register(registry);
  }

  private static Counter letters(MeterRegistry registry, String reason) {
    return Counter.builder("pipeline.dead.letters")
        .description("Records and suspended orders written to the dead-letter topic")
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void refused(Order order, Effect.Refuse refusal) {
    Objects.requireNonNull(refused.get(refusal.state())).increment();
  }

  @Override
  public void late(String orderId, String input) {
    movedOn.increment();
  }

  @Override
  public void duplicate(String orderId) {
    duplicates.increment();
  }

  @Override
  public void deadLettered(DeadLetter letter) {
    deadLetters.of(letter.reason()).increment();
  }

  @Override
  public void parked(Step step, ParkReason reason) {
    parked.of(step, reason).increment();
  }

  @Override
  public void committed(long durationNanos) {
    commits.record(durationNanos, TimeUnit.NANOSECONDS);
  }
}
