package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.simulation.gateways.GatewayBooks.Begun;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// Serves one endpoint. [#admit] sees the request before its body is read: faults of the connection
/// and the token. [#answer] does the work. Used on one event loop only.
final class EndpointHandler {

  static final int MAX_KEY_LENGTH = 255;
  private static final String FAULT = "fault";

  private final Endpoint endpoint;
  private final Workshop workshop;

  EndpointHandler(Endpoint endpoint, Workshop workshop) {
    this.endpoint = endpoint;
    this.workshop = workshop;
  }

  void admit(RoutingContext call) {
    workshop.calls().count(endpoint);
    Optional<Fault> fault = workshop.dice().draw(workshop.settings(), endpoint, key(call));
    if (fault.isEmpty()) {
      admitWithToken(call);
      return;
    }
    call.put(FAULT, fault.get());
    switch (fault.get()) {
      case OUTAGE -> call.request().connection().close();
      case RESET -> call.response().reset();
      case HANG -> workshop.silent().keep(call.response());
      case UNAUTHORIZED -> Replies.send(call.response(), Problem.UNAUTHORIZED.answer());
      case THROTTLE, UNAVAILABLE, ERROR, LATE -> admitWithToken(call);
      case ERROR_AFTER_SUCCESS, RESET_AFTER_SUCCESS, TIMEOUT_AFTER_SUCCESS, GARBAGE ->
          admitWithToken(call);
    }
  }

  void answer(RoutingContext call) {
    Optional<Fault> fault = Optional.ofNullable(call.get(FAULT));
    Optional<Problem> refusal = fault.flatMap(EndpointHandler::refusal);
    if (refusal.isPresent()) {
      afterLatency(() -> Replies.send(call.response(), refusal.get().answer()));
    } else if (fault.filter(Fault.LATE::equals).isPresent()) {
      workshop.after(workshop.lateness(), () -> work(call, Optional.empty()));
    } else {
      work(call, fault);
    }
  }

  private void admitWithToken(RoutingContext call) {
    if (workshop.accepts(call.request().getHeader("Authorization"))) {
      call.next();
    } else {
      Replies.send(call.response(), Problem.UNAUTHORIZED.answer());
    }
  }

  private void work(RoutingContext call, Optional<Fault> fault) {
    HttpServerResponse response = call.response();
    String key = key(call);
    if (workshop.writer().broken()) {
      Replies.send(response, Problem.LEDGER_UNAVAILABLE.answer());
      return;
    }
    if (endpoint.query()) {
      afterLatency(
          () -> reply(response, fault, workshop.books().query(endpoint.step().gateway(), key)));
      return;
    }
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      Replies.send(response, Problem.IDEMPOTENCY_KEY_MISSING.answer());
      return;
    }
    switch (EffectRequestJson.parse(endpoint, key, Replies.body(call))) {
      case EffectRequestJson.Parsed.Malformed(String detail) ->
          Replies.send(response, Problem.MALFORMED_REQUEST.answer(detail));
      case EffectRequestJson.Parsed.Valid(EffectRequest request) -> work(response, fault, request);
    }
  }

  private void work(HttpServerResponse response, Optional<Fault> fault, EffectRequest request) {
    switch (workshop.books().begin(request, workshop.now())) {
      case Begun.Answered(GatewayAnswer answer) ->
          afterLatency(() -> reply(response, fault, answer));
      case Begun.Proceed(Ticket ticket) -> afterLatency(() -> apply(response, fault, ticket));
    }
  }

  private void apply(HttpServerResponse response, Optional<Fault> fault, Ticket ticket) {
    GatewayAnswer answer = workshop.books().apply(ticket, workshop.now());
    workshop
        .writer()
        .afterWrite(
            () -> {
              workshop.books().finish(ticket);
              reply(response, fault, answer);
            },
            response::reset);
  }

  private void reply(HttpServerResponse response, Optional<Fault> fault, GatewayAnswer answer) {
    if (fault.isEmpty()) {
      Replies.send(response, answer);
      return;
    }
    switch (fault.get()) {
      case ERROR_AFTER_SUCCESS -> Replies.send(response, Problem.INTERNAL_ERROR.answer());
      case RESET_AFTER_SUCCESS -> response.reset();
      case TIMEOUT_AFTER_SUCCESS -> workshop.silent().keep(response);
      case GARBAGE -> Replies.sendGarbage(response, workshop.dice().garbage());
      case OUTAGE, RESET, HANG, UNAUTHORIZED, THROTTLE, UNAVAILABLE, ERROR, LATE ->
          throw new IllegalStateException(fault.get() + " should have been dealt with before");
    }
  }

  private static Optional<Problem> refusal(Fault fault) {
    return switch (fault) {
      case UNAUTHORIZED -> Optional.of(Problem.UNAUTHORIZED);
      case THROTTLE -> Optional.of(Problem.RATE_LIMITED);
      case UNAVAILABLE -> Optional.of(Problem.SERVICE_UNAVAILABLE);
      case ERROR -> Optional.of(Problem.INTERNAL_ERROR);
      case OUTAGE, RESET, HANG, LATE -> Optional.empty();
      case ERROR_AFTER_SUCCESS, RESET_AFTER_SUCCESS, TIMEOUT_AFTER_SUCCESS, GARBAGE ->
          Optional.empty();
    };
  }

  private void afterLatency(Runnable action) {
    Duration latency =
        workshop.dice().latency(workshop.settings(), endpoint, workshop.baseLatency());
    workshop.after(latency, action);
  }

  private String key(RoutingContext call) {
    String key =
        endpoint.query() ? call.pathParam("key") : call.request().getHeader("Idempotency-Key");
    return key == null ? "" : key;
  }
}
