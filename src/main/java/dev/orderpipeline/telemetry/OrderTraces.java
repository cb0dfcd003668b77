package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.CallRecord;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.protocol.TraceStart;
import dev.orderpipeline.stream.CommittedOrders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The spans of orders: one for the order's run, from the producer's context on, and below it one
/// for each attempt of each step.
///
/// A span is made when what it tells of is over and committed, from what the order remembers of it:
/// so none is open across a crash, none is lost by one, and an order that goes on in another
/// process, or is tried again next week, goes on in its trace. Without an SDK (the OpenTelemetry
/// agent brings one) nothing is made, and the producer's context is passed on as it came.
///
/// Called on stream threads; thread-safe.
public final class OrderTraces implements TraceStart, CommittedOrders.Listener {

  /// W3C Trace Context, version 00.
  private static final int PARTS_OF_TRACEPARENT = 4;

  private final Tracer tracer;

  public OrderTraces(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("dev.orderpipeline");
  }

  /// The span of the run begins and ends here: it marks the admission, and its context is what the
  /// order carries.
  @Override
  public Optional<String> begin(OrderPlaced placed, Optional<String> traceparent, Instant now) {
    Span run =
        tracer
            .spanBuilder("order")
            .setParent(parent(traceparent))
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(now)
            .setAttribute("order.id", placed.orderId())
            .startSpan();
    run.end(now);
    SpanContext context = run.getSpanContext();
    return context.isValid()
        ? Optional.of(
            "00-%s-%s-%s"
                .formatted(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()))
        : traceparent;
  }

  @Override
  public void committed(int partition, Optional<Order> before, Order after) {
    Optional<SpanContext> run = after.traceparent().flatMap(OrderTraces::context);
    if (run.isEmpty() || !run.get().isSampled()) {
      return;
    }
    Context parent = Context.root().with(Span.wrap(run.get()));
    validation(parent, before, after);
    for (Step step : Step.values()) {
      after.run(step).ifPresent(now -> calls(parent, before.flatMap(o -> o.run(step)), now, after));
    }
    if (after.state().name().isFinal()) {
      outcome(parent, after);
    }
  }

  private void validation(Context parent, Optional<Order> before, Order after) {
    int known = before.map(Order::version).orElse(0);
    List<HistoryEntry> history = after.history();
    for (int i = 0; i + 1 < history.size(); i++) {
      HistoryEntry from = history.get(i);
      HistoryEntry to = history.get(i + 1);
      if (from.state() == StateName.VALIDATING && to.version() > known) {
        span(parent, "validate", StateName.CHARGING, from.at(), to.at(), 1, after)
            .setAttribute(
                "error.classification",
                to.state() == StateName.FAILED ? "NON_RETRYABLE" : "CONFIRMED")
            .startSpan()
            .end(to.at());
      }
    }
  }

  private void calls(Context parent, Optional<StepRun> before, StepRun now, Order order) {
    for (CallRecord call : now.log()) {
      if (call.end().isPresent() && !knownToHaveEnded(before, call.call())) {
        call(parent, now, call, call.end().get(), order);
      }
    }
  }

  private static boolean knownToHaveEnded(Optional<StepRun> before, int call) {
    return before.stream()
        .flatMap(run -> run.log().stream())
        .anyMatch(known -> known.call() == call && known.end().isPresent());
  }

  private void call(Context parent, StepRun run, CallRecord call, CallRecord.End end, Order order) {
    Step step = run.step();
    Span span =
        span(parent, step.label(), target(step), call.decidedAt(), end.at(), call.call(), order)
            .setAttribute("error.classification", end.classification().name())
            .setAttribute("answer.code", end.code())
            .setAttribute("call.kind", call.kind().name())
            .setAttribute("circuit.breaker.probe", call.probe())
            .setAttribute("gateway", step.gateway().label())
            .setAttribute("lane", step.lane().label())
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    switch (end.classification()) {
      case CONFIRMED, IN_FLIGHT, PARKED -> {
        // The gateway works.
      }
      case NON_RETRYABLE, UNAVAILABLE, RETRYABLE -> span.setStatus(StatusCode.ERROR, end.code());
    }
    span.end(end.at());
  }

  private void outcome(Context parent, Order order) {
    Span span =
        span(parent, "outcome", order.state().name(), order.admittedAt(), order.at(), 1, order)
            .startSpan();
    if (order.state() instanceof OrderState.Failed(Failure failure, _, _, _)) {
      span.setAttribute("error.classification", failure.classification().name());
      span.setStatus(StatusCode.ERROR, failure.code());
    }
    span.end(order.at());
  }

  private SpanBuilder span(
      Context parent,
      String step,
      StateName target,
      Instant from,
      Instant to,
      long attempt,
      Order order) {
    return tracer
        .spanBuilder(step)
        .setParent(parent)
        .setStartTimestamp(from)
        .setAttribute("step.name", step)
        .setAttribute("target.state", target.name())
        .setAttribute("latency.ms", Duration.between(from, to).toMillis())
        .setAttribute("attempt", attempt)
        .setAttribute("order.id", order.orderId())
        .setAttribute("order.version", order.version());
  }

  /// Where the order gets when the step is confirmed.
  private static StateName target(Step step) {
    return switch (step) {
      case CHARGE -> StateName.RESERVING;
      case RESERVE -> StateName.COMPLETED;
      case REFUND, RELEASE -> StateName.FAILED;
    };
  }

  private static Context parent(Optional<String> traceparent) {
    return traceparent
        .flatMap(OrderTraces::context)
        .map(context -> Context.root().with(Span.wrap(context)))
        .orElse(Context.root());
  }

  private static Optional<SpanContext> context(String traceparent) {
    String[] parts = traceparent.split("-", PARTS_OF_TRACEPARENT);
    if (parts.length != PARTS_OF_TRACEPARENT || parts[3].length() != 2) {
      return Optional.empty();
    }
    return Optional.of(
            SpanContext.createFromRemoteParent(
                parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault()))
        .filter(SpanContext::isValid);
  }
}
