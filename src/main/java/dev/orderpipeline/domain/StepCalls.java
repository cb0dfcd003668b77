package dev.orderpipeline.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// The mechanics of calling a gateway that forward and undoing steps share: which call may leave,
/// whose answer it is, how long to wait.
final class StepCalls {

  private static final String RESTARTED = "restarted";

  private final MachinePolicy policy;
  private final Payloads payloads;

  StepCalls(MachinePolicy policy, Payloads payloads) {
    this.policy = policy;
    this.payloads = payloads;
  }

  /// What the run would do if the gate let it in; empty if it does not want in.
  static Optional<CallKind> wanted(StepRun run) {
    return switch (run.phase()) {
      case Phase.Ready ready -> Optional.of(ready.next());
      case Phase.Parked parked -> Optional.of(parked.next());
      case Phase.InFlight _, Phase.Waiting _, Phase.Ended _ -> Optional.empty();
    };
  }

  /// The gateway may have forgotten the key: sending again could have the effect twice.
  boolean tooOldToSend(StepRun run, Instant now) {
    return run.firstSentAt().map(at -> !now.isBefore(at.plus(policy.resendWindow()))).orElse(false);
  }

  Decision query(
      Order order, StepRun run, Function<StepRun, OrderState> in, boolean probe, Instant now) {
    StepRun querying = run.querying(probe, now);
    Order next = order.within(in.apply(querying));
    return Decision.stored(next).and(call(next, querying, CallKind.QUERY, Optional.empty()));
  }

  Decision send(
      Order order, StepRun run, Function<StepRun, OrderState> in, boolean probe, Instant now) {
    Payload payload = payloads.of(run.step(), order);
    if (!run.payloadHash().isEmpty() && !run.payloadHash().equals(payload.hash())) {
      return suspend(
          order,
          in.apply(run),
          "payload_changed",
          "the body of %s is not the one first sent under its key".formatted(run.step().label()),
          now);
    }
    StepRun sending = run.sending(payload.hash(), probe, now);
    Order next = order.within(in.apply(sending));
    return Decision.stored(next).and(call(next, sending, CallKind.SEND, Optional.of(payload)));
  }

  private static Effect.Call call(
      Order order, StepRun run, CallKind kind, Optional<Payload> payload) {
    return new Effect.Call(
        order.orderId(),
        order.version(),
        run.step(),
        run.calls(),
        kind,
        run.key(),
        payload,
        order.traceparent());
  }

  static Decision park(
      Order order,
      StepRun run,
      Function<StepRun, OrderState> in,
      Input.GateClosed closed,
      Instant now) {
    return switch (run.phase()) {
      case Phase.Ready(var next) ->
          Decision.stored(
              order.within(in.apply(run.with(new Phase.Parked(next, closed.reason(), now)))));
      case Phase.Parked _ -> Decision.unchanged(order);
      case Phase.InFlight _, Phase.Waiting _, Phase.Ended _ ->
          Decision.refused(order, closed, "no call is due");
    };
  }

  /// The call that this is the answer of, if it is the one the run waits for.
  static Optional<Phase.InFlight> answeredCall(Order order, StepRun run, Input.Answered answered) {
    boolean ours =
        answered.version() == order.version()
            && answered.step() == run.step()
            && answered.call() == run.calls();
    return ours && run.phase() instanceof Phase.InFlight inFlight
        ? Optional.of(inFlight)
        : Optional.empty();
  }

  /// The answer that a call has waited too long for.
  Optional<Input.Answered> overdue(Order order, StepRun run, Instant now) {
    return run.phase() instanceof Phase.InFlight inFlight
            && !now.isBefore(inFlight.since().plus(policy.answerWithin()))
        ? Optional.of(
            new Input.Answered(
                order.version(), run.step(), run.calls(), new Answer.Unknown("no_answer", false)))
        : Optional.empty();
  }

  /// The run after its process has gone: the attempt whose answer is lost is made again, not
  /// counted twice.
  static StepRun restarted(StepRun run, Instant now) {
    return switch (run.phase()) {
      case Phase.InFlight(CallKind kind, _) when kind == CallKind.SEND ->
          lost(run, now).setBack(RESTARTED, false, true).with(new Phase.Ready(CallKind.SEND));
      case Phase.InFlight inFlight -> lost(run, now).with(new Phase.Ready(inFlight.kind()));
      case Phase.Parked parked -> run.with(new Phase.Ready(parked.next()));
      case Phase.Ready _, Phase.Waiting _, Phase.Ended _ -> run;
    };
  }

  private static StepRun lost(StepRun run, Instant now) {
    return run.noted(Classification.RETRYABLE, RESTARTED, now);
  }

  StepRun backOff(StepRun run, CallKind next, Optional<Duration> retryAfter, Instant now) {
    Duration own = policy.retry(run.step().lane()).delay(run.key(), run.setbacks());
    Duration wait = retryAfter.filter(asked -> asked.compareTo(own) > 0).orElse(own);
    return run.with(new Phase.Waiting(next, now.plus(wait)));
  }

  boolean exhausted(StepRun run) {
    return run.attemptsSpent() >= policy.retry(run.step().lane()).maxAttempts();
  }

  static StepRun due(StepRun run, Instant now) {
    return run.phase() instanceof Phase.Waiting waiting && !now.isBefore(waiting.until())
        ? run.with(new Phase.Ready(waiting.next()))
        : run;
  }

  static Decision suspend(Order order, OrderState in, String reason, String message, Instant now) {
    Order suspended = order.suspend(in, reason, now);
    return Decision.published(suspended)
        .and(new Effect.DeadLetter(suspended.suspended().orElseThrow(), message));
  }
}
