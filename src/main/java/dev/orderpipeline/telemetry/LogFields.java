package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StepRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;

/// The fields that a log line has beside its message, under the names that people's tools know. Ids
/// and names only, never contents.
final class LogFields implements AutoCloseable {

  static final String ORDER_ID = "order_id";
  static final String STATE = "state";
  static final String STEP = "step";
  static final String TRACE_ID = "trace_id";
  static final String SPAN_ID = "span_id";

  /// A number, and so no MDC field; the caller adds it to the line.
  static final String DURATION_MS = "duration_ms";

  /// `00-<trace id>-<span id>-<flags>`
  private static final int TRACEPARENT_LENGTH = 55;

  private final List<String> set = new ArrayList<>();

  private LogFields() {}

  static LogFields of(Order order) {
    LogFields fields = of(Optional.of(order.orderId()), order.traceparent());
    fields.set(STATE, order.state().name().name());
    order.state().current().map(StepRun::step).ifPresent(step -> fields.set(STEP, step.label()));
    return fields;
  }

  static LogFields of(Optional<String> orderId, Optional<String> traceparent) {
    LogFields fields = new LogFields();
    orderId.ifPresent(id -> fields.set(ORDER_ID, id));
    traceparent.filter(text -> text.length() >= TRACEPARENT_LENGTH).ifPresent(fields::trace);
    return fields;
  }

  private void trace(String traceparent) {
    set(TRACE_ID, traceparent.substring(3, 35));
    set(SPAN_ID, traceparent.substring(36, 52));
  }

  private void set(String name, String value) {
    MDC.put(name, value);
    set.add(name);
  }

  @Override
  public void close() {
    set.forEach(MDC::remove);
  }
}
