package dev.orderpipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.TestOrders;
import dev.orderpipeline.steps.Steps;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderTracesTest {

  private static final String PRODUCER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OrderTraces traces =
      new OrderTraces(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(spans))
                      .build())
              .build());
  private final OrderMachine machine =
      new OrderMachine(MachinePolicy.DEFAULT, new IdempotencyKeys("p"), new Steps());
  private Instant now = START;
  private Order order = admitted(Optional.of(PRODUCER));

  private Order admitted(Optional<String> traceparent) {
    var placed = TestOrders.placed("o-1");
    return machine.admit(
        placed,
        new SourcePosition("orders.placed", 0, 7),
        traces.begin(placed, traceparent, now),
        now);
  }

  @Test
  void theRunGoesOnFromItsProducerAndIsTheParentOfEveryAttempt() {
    goOn(new Input.CapacityGranted());
    goOn(new Input.RulesChecked(Optional.empty()));
    goOn(new Input.GateOpened(false));
    now = now.plusMillis(20);
    answer(new Answer.Unknown("timeout", false));
    now = machine.wakeUpAt(order).orElseThrow();
    goOn(new Input.TimeReached());
    goOn(new Input.GateOpened(true));
    answer(new Answer.Confirmed("CAPTURED", Optional.of("tx_1")));
    goOn(new Input.GateOpened(false));
    answer(new Answer.Confirmed("RESERVED", Optional.of("rs_1")));

    List<SpanData> all = spans.getFinishedSpanItems();
    SpanData run = all.getFirst();
    assertThat(run.getName()).isEqualTo("order");
    assertThat(run.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(all).allMatch(span -> span.getTraceId().equals("0af7651916cd43dd8448eb211c80319c"));
    assertThat(all.subList(1, all.size()))
        .allMatch(span -> span.getParentSpanId().equals(run.getSpanId()))
        .extracting(SpanData::getName)
        .containsExactly("validate", "charge", "charge", "reserve", "outcome");
    SpanData first = all.get(2);
    assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(first.getAttributes().get(AttributeKey.longKey("attempt"))).isEqualTo(1);
    assertThat(first.getAttributes().get(AttributeKey.longKey("latency.ms"))).isEqualTo(20);
    assertThat(first.getAttributes().get(AttributeKey.stringKey("error.classification")))
        .isEqualTo("RETRYABLE");
    assertThat(first.getAttributes().get(AttributeKey.stringKey("target.state")))
        .isEqualTo("RESERVING");
    assertThat(Duration.ofNanos(first.getEndEpochNanos() - first.getStartEpochNanos()))
        .isEqualTo(Duration.ofMillis(20));
    assertThat(order.traceparent().orElseThrow()).contains(run.getSpanId());
  }

  @Test
  void anOrderThatAnotherProcessTookOverTellsOnlyWhatIsNew() {
    goOn(new Input.CapacityGranted());
    goOn(new Input.RulesChecked(Optional.empty()));
    goOn(new Input.GateOpened(false));
    spans.reset();
    goOn(new Input.Restarted());
    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(span ->
            assertThat(span.getAttributes().get(AttributeKey.stringKey("answer.code")))
                .isEqualTo("restarted"));
  }

  @Test
  void anUnsampledOrderMakesNoSpans() {
    spans.reset();
    order = admitted(Optional.of(PRODUCER.substring(0, PRODUCER.length() - 1) + "0"));
    goOn(new Input.CapacityGranted());
    goOn(new Input.RulesChecked(Optional.empty()));
    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void withoutAnSdkTheProducersContextIsPassedOn() {
    OrderTraces silent = new OrderTraces(OpenTelemetry.noop());
    assertThat(silent.begin(TestOrders.placed("o-1"), Optional.of(PRODUCER), now))
        .contains(PRODUCER);
    assertThat(silent.begin(TestOrders.placed("o-1"), Optional.empty(), now)).isEmpty();
  }

  private void answer(Answer answer) {
    Step step = order.state().current().orElseThrow().step();
    goOn(
        new Input.Answered(
            order.version(), step, order.state().current().orElseThrow().calls(), answer));
  }

  private void goOn(Input input) {
    Decision decision = machine.decide(order, input, now);
    traces.committed(0, Optional.of(order), decision.order());
    order = decision.order();
  }
}
