package dev.orderpipeline.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.orderpipeline.domain.CallRecord;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.domain.Suspension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Writes an order's snapshot: one JSON shape for the state topics, the outcomes and the store, so
/// that any published snapshot is enough to carry on from. Thread-safe.
public final class SnapshotWriter {

  private static final JsonFactory JSON = new JsonFactory();

  public byte[] write(Order order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      head(json, order);
      for (Step step : Step.values()) {
        Optional<StepRun> run = order.run(step);
        if (run.isPresent()) {
          run(json, run.get());
        }
      }
      tail(json, order);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  private static void head(JsonGenerator json, Order order) throws IOException {
    json.writeStringField("orderId", order.orderId());
    json.writeNumberField("version", order.version());
    json.writeStringField("state", order.state().name().name());
    if (order.previous().isPresent()) {
      json.writeStringField("previousState", order.previous().get().name());
    }
    json.writeStringField("at", order.at().toString());
    text(json, "cause", order.cause());
    json.writeFieldName("order");
    json.writeRawValue(order.placed().document());
  }

  private static void run(JsonGenerator json, StepRun run) throws IOException {
    json.writeObjectFieldStart(SnapshotFields.of(run.step()));
    json.writeStringField("key", run.key());
    json.writeNumberField("attempts", run.attempts());
    if (run.phase() instanceof Phase.Ended ended) {
      json.writeStringField("outcome", ended.outcome().name());
      if (!ended.status().isEmpty()) {
        text(json, "status", ended.status());
      }
      if (ended.reference().isPresent()) {
        text(json, SnapshotFields.reference(run.step()), ended.reference().get());
      }
    } else {
      phase(json, run.phase());
    }
    if (!run.payloadHash().isEmpty()) {
      json.writeStringField("payloadHash", run.payloadHash());
    }
    if (run.firstSentAt().isPresent()) {
      json.writeStringField("firstSentAt", run.firstSentAt().get().toString());
    }
    json.writeNumberField("calls", run.calls());
    if (run.forgiven() != 0) {
      json.writeNumberField("forgiven", run.forgiven());
    }
    if (run.setbacks() != 0) {
      json.writeNumberField("setbacks", run.setbacks());
    }
    if (run.inDoubt()) {
      json.writeBooleanField("inDoubt", true);
    }
    if (!run.lastCode().isEmpty()) {
      text(json, "lastAnswer", run.lastCode());
    }
    if (!run.log().isEmpty()) {
      log(json, run.log());
    }
    json.writeEndObject();
  }

  private static void log(JsonGenerator json, List<CallRecord> log) throws IOException {
    json.writeArrayFieldStart("log");
    for (CallRecord call : log) {
      json.writeStartObject();
      json.writeNumberField("call", call.call());
      json.writeStringField("kind", call.kind().name());
      json.writeStringField("at", call.decidedAt().toString());
      if (call.probe()) {
        json.writeBooleanField("probe", true);
      }
      if (call.end().isPresent()) {
        CallRecord.End end = call.end().get();
        json.writeStringField("endedAt", end.at().toString());
        json.writeStringField("class", end.classification().name());
        text(json, "answer", end.code());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void phase(JsonGenerator json, Phase phase) throws IOException {
    json.writeObjectFieldStart("phase");
    switch (phase) {
      case Phase.Ready(var next) -> {
        json.writeStringField("name", "READY");
        json.writeStringField("call", next.name());
      }
      case Phase.Parked(var next, var reason, var since) -> {
        json.writeStringField("name", "PARKED");
        json.writeStringField("call", next.name());
        json.writeStringField("reason", reason.name());
        json.writeStringField("since", since.toString());
      }
      case Phase.InFlight(var kind, var since) -> {
        json.writeStringField("name", "IN_FLIGHT");
        json.writeStringField("call", kind.name());
        json.writeStringField("since", since.toString());
      }
      case Phase.Waiting(var next, var until) -> {
        json.writeStringField("name", "WAITING");
        json.writeStringField("call", next.name());
        json.writeStringField("until", until.toString());
      }
      case Phase.Ended _ ->
          throw new IllegalArgumentException("an ended step has an outcome, no phase");
    }
    json.writeEndObject();
  }

  private static void tail(JsonGenerator json, Order order) throws IOException {
    Optional<Failure> failure = failure(order.state());
    if (failure.isPresent()) {
      failure(json, failure.get());
    }
    if (order.suspended().isPresent()) {
      Suspension suspended = order.suspended().get();
      json.writeObjectFieldStart("suspended");
      json.writeStringField("reason", suspended.reason());
      json.writeStringField("since", suspended.since().toString());
      json.writeStringField("deadLetterId", suspended.deadLetterId());
      json.writeEndObject();
    }
    json.writeStringField("fingerprint", order.placed().fingerprint());
    json.writeStringField("admittedAt", order.admittedAt().toString());
    json.writeStringField("deadline", order.deadline().toString());
    json.writeObjectFieldStart("source");
    json.writeStringField("topic", order.source().topic());
    json.writeNumberField("partition", order.source().partition());
    json.writeNumberField("offset", order.source().offset());
    json.writeEndObject();
    if (order.traceparent().isPresent()) {
      json.writeStringField("traceparent", order.traceparent().get());
    }
    if (order.cancelledBy().isPresent()) {
      text(json, "cancelledBy", order.cancelledBy().get());
    }
    if (order.lastCommand() >= 0) {
      json.writeNumberField("lastCommand", order.lastCommand());
    }
    history(json, order.history());
  }

  private static Optional<Failure> failure(OrderState state) {
    return switch (state) {
      case OrderState.Compensating compensating -> Optional.of(compensating.failure());
      case OrderState.Failed failed -> Optional.of(failed.failure());
      case OrderState.Pending _,
          OrderState.Validating _,
          OrderState.Charging _,
          OrderState.Reserving _,
          OrderState.Completed _ ->
          Optional.empty();
    };
  }

  private static void failure(JsonGenerator json, Failure failure) throws IOException {
    json.writeObjectFieldStart("failure");
    text(json, "code", failure.code());
    json.writeStringField("classification", failure.classification().name());
    text(json, "message", failure.message());
    if (failure.step().isPresent()) {
      json.writeStringField("step", failure.step().get());
    }
    json.writeEndObject();
  }

  /// Writes words that came from outside, of people and gateways: they must not stop the writing.
  private static void text(JsonGenerator json, String field, String value) throws IOException {
    json.writeStringField(field, Utf8.carried(value));
  }

  private static void history(JsonGenerator json, List<HistoryEntry> history) throws IOException {
    json.writeArrayFieldStart("history");
    for (HistoryEntry entry : history) {
      json.writeStartObject();
      json.writeNumberField("version", entry.version());
      json.writeStringField("state", entry.state().name());
      json.writeStringField("at", entry.at().toString());
      text(json, "cause", entry.cause());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
