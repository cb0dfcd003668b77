package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.BreakerState;
import dev.orderpipeline.gateways.GateStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// How the pipeline stands, as of the last [#look]. All gauges of one scrape tell of one moment.
final class Gauges {

  private record Look(
      Instant at,
      OrderSample orders,
      List<GateStatus> gates,
      boolean intakeClosed,
      OptionalLong inputLag) {}

  private final Subject subject;
  private final MeterRegistry registry;
  private final InstantSource clock;
  private volatile Look last;

  Gauges(Subject subject, MeterRegistry registry, InstantSource clock) {
    this.subject = subject;
    this.registry = registry;
    this.clock = clock;
    this.last = look(OrderSample.EMPTY, OptionalLong.empty());
    orders();
    gates();
    gauge("pipeline.intake.open", look -> look.intakeClosed() ? 0 : 1)
        .description(
            "1 if orders are taken in, 0 while there are as many on their way as may be, or"
                + " somebody has ordered it")
        .register(registry);
    gauge("pipeline.input.lag", look -> look.inputLag().isEmpty() ? Double.NaN : lag(look))
        .description(
            "Records of the input topic that the group has not committed yet; all instances tell of"
                + " the whole group, so take the largest, not the sum. NaN if Kafka did not answer")
        .baseUnit("records")
        .register(registry);
    gauge("pipeline.order.deadline", _ -> subject.orderDeadline().toMillis() / 1_000.0)
        .description("Time from admission by which an order has its outcome, or is being undone")
        .baseUnit("seconds")
        .register(registry);
  }

  private static double lag(Look look) {
    return look.inputLag().orElseThrow();
  }

  private void orders() {
    for (StateName state : StateName.values()) {
      if (!state.isFinal()) {
        gauge("state.machine.depth", look -> look.orders().depth(state))
            .description("Orders on their way in each state, suspended ones included")
            .tag("state", Names.of(state))
            .register(registry);
        gauge("pipeline.oldest.order.age", look -> age(look, look.orders().oldest(state)))
            .description(
                "Time since the admission of the oldest order in each state; suspended ones are not"
                    + " counted. 0 if there is none")
            .baseUnit("seconds")
            .tag("state", Names.of(state))
            .register(registry);
      }
    }
    for (Step step : Step.values()) {
      gauge("pipeline.unknown.outcome.age", look -> age(look, look.orders().oldestDoubt(step)))
          .description(
              "Time since the first request of the oldest step that may have taken effect, or not."
                  + " 0 if there is none")
          .baseUnit("seconds")
          .tag("step", step.label())
          .register(registry);
    }
    for (String reason : Reasons.SUSPENDED) {
      suspended(reason, look -> look.orders().suspended().getOrDefault(reason, 0));
    }
    suspended(ClosedSet.OTHER, Gauges::suspendedForOtherReasons);
  }

  private void suspended(String reason, ToDoubleFunction<Look> count) {
    gauge("pipeline.suspended.orders", count)
        .description("Orders that wait for a person")
        .tag("reason", reason)
        .register(registry);
  }

  private static double suspendedForOtherReasons(Look look) {
    return look.orders().suspended().entrySet().stream()
        .filter(entry -> !Reasons.SUSPENDED.contains(entry.getKey()))
        .mapToInt(entry -> entry.getValue())
        .sum();
  }

  private void gates() {
    for (Gateway gateway : Gateway.values()) {
      for (Lane lane : Lane.values()) {
        gate("circuit.breaker.state", gateway, lane, gate -> breaker(gate.breaker()))
            .description("0 closed, 1 open, 2 half-open")
            .register(registry);
        gate("pipeline.calls.in.flight", gateway, lane, GateStatus::inFlight)
            .description("Calls that have left and not been answered")
            .register(registry);
        gate("pipeline.calls.limit", gateway, lane, GateStatus::limit)
            .description(
                "Calls that may be in flight now: 0 if the breaker is open, few while it probes and"
                    + " ramps")
            .register(registry);
        gate("pipeline.gateway.paused", gateway, lane, gate -> gate.paused() ? 1 : 0)
            .description("1 while an operator holds the calls back, 0 otherwise")
            .register(registry);
      }
    }
  }

  private static int breaker(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case OPEN -> 1;
      case HALF_OPEN -> 2;
    };
  }

  private Gauge.Builder<Supplier<Number>> gate(
      String name, Gateway gateway, Lane lane, ToDoubleFunction<GateStatus> value) {
    return gauge(
            name,
            look ->
                look.gates().stream()
                    .filter(gate -> gate.gateway() == gateway && gate.lane() == lane)
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN))
        .tag("gateway", gateway.label())
        .tag("lane", lane.label());
  }

  private Gauge.Builder<Supplier<Number>> gauge(String name, ToDoubleFunction<Look> value) {
    return Gauge.builder(name, () -> value.applyAsDouble(last));
  }

  private static double age(Look look, Optional<Instant> since) {
    return since
        .map(then -> Math.max(0, look.at().toEpochMilli() - then.toEpochMilli()) / 1_000.0)
        .orElse(0.0);
  }

  /// Walks over the orders on their way.
  ///
  /// @param inputLag empty if it is not known
  void look(OptionalLong inputLag) {
    last = look(OrderSample.of(subject.active().get()), inputLag);
  }

  private Look look(OrderSample orders, OptionalLong inputLag) {
    return new Look(
        clock.instant(),
        orders,
        subject.gates().get(),
        subject.intakeClosed().getAsBoolean(),
        inputLag);
  }
}
