package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/// Counts the calls that were made, whatever becomes of the transaction their answers are applied
/// in: at the gateway they have happened. Thread-safe.
final class CallCounts implements CallListener {

  private final CallListener next;
  private final Pairs<Step, Classification, Counter> sent;
  private final Pairs<Step, Classification, Counter> queried;
  private final Pairs<Gateway, Lane, Timer> durations;

  CallCounts(CallListener next, MeterRegistry registry) {
    this.next = next;
    this.sent = counts(registry, "send");
    this.queried = counts(registry, "query");
    this.durations =
        new Pairs<>(
            Gateway.class, Lane.class, (gateway, lane) -> duration(registry, gateway, lane));
  }

  private static Pairs<Step, Classification, Counter> counts(MeterRegistry registry, String kind) {
    return new Pairs<>(
        Step.class,
        Classification.class,
        (step, classification) -> count(registry, step, classification, kind));
  }

  private static Counter count(
      MeterRegistry registry, Step step, Classification classification, String kind) {
    return Counter.builder("pipeline.attempts")
        .description(
            "Calls to gateways that have ended, by step and class of the answer; `query` asks"
                + " whether an earlier one took effect")
        .tag("step", step.label())
        .tag("class", Names.of(classification))
        .tag("kind", kind)
        .register(registry);
  }

  private static Timer duration(MeterRegistry registry, Gateway gateway, Lane lane) {
    return Timer.builder("pipeline.call.duration")
        .description("Time a call to a gateway took, the wait for a connection included")
        .tag("gateway", gateway.label())
        .tag("lane", lane.label())
        .serviceLevelObjectives(Buckets.CALL)
        .register(registry);
  }

  @Override
  public void started(Step step, String method) {
    next.started(step, method);
  }

  @Override
  public void ended(Step step, String method, Answer answer, long durationNanos) {
    (method.equals("GET") ? queried : sent).of(step, answer.classification()).increment();
    durations.of(step.gateway(), step.lane()).record(durationNanos, TimeUnit.NANOSECONDS);
    next.ended(step, method, answer, durationNanos);
  }
}
