package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One step of one order: the intent behind its calls, and how far they have got.
///
/// @param key idempotency key, the same for every call of the step
/// @param payloadHash digest of the body first sent, empty before that; a later body must match it
/// @param attempts attempts used, one in flight included
/// @param forgiven attempts made before the last redrive; they no longer count against the limit
/// @param calls calls made, including those that used no attempt; the number of the latest call, by
///   which its answer is recognised
/// @param setbacks calls in a row that did not settle it; the exponent of the backoff
/// @param inDoubt an earlier call may have taken effect and no definite answer has come
/// @param firstSentAt when the first request was decided on; the gateway remembers the key from
///   then
/// @param lastCode code of the last answer, empty before one
/// @param log the latest calls, at most [#MOST_LOGGED], oldest first
public record StepRun(
    Step step,
    String key,
    String payloadHash,
    int attempts,
    int forgiven,
    int calls,
    int setbacks,
    boolean inDoubt,
    Optional<Instant> firstSentAt,
    String lastCode,
    List<CallRecord> log,
    Phase phase) {

  /// An order that is tried for weeks must not grow.
  public static final int MOST_LOGGED = 12;

  public StepRun {
    log = List.copyOf(log);
  }

  static StepRun ready(Step step, String key) {
    return new StepRun(
        step,
        key,
        "",
        0,
        0,
        0,
        0,
        false,
        Optional.empty(),
        "",
        List.of(),
        new Phase.Ready(CallKind.SEND));
  }

  public boolean ended() {
    return phase instanceof Phase.Ended;
  }

  /// The gateway's id of the effect, once confirmed.
  public Optional<String> reference() {
    return phase instanceof Phase.Ended(_, _, var reference) ? reference : Optional.empty();
  }

  /// Whether something at the gateway may have to be undone.
  public boolean mayHaveTakenEffect() {
    return switch (phase) {
      case Phase.Ended ended -> ended.outcome().mayHaveTakenEffect();
      case Phase.InFlight inFlight -> inDoubt || inFlight.kind() == CallKind.SEND;
      case Phase.Ready _, Phase.Parked _, Phase.Waiting _ -> inDoubt;
    };
  }

  /// Attempts that count against the limit.
  int attemptsSpent() {
    return attempts - forgiven;
  }

  StepRun with(Phase next) {
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        forgiven,
        calls,
        setbacks,
        inDoubt,
        firstSentAt,
        lastCode,
        log,
        next);
  }

  /// The next request leaves (after commit).
  ///
  /// @param probe whether a breaker that is not closed lets it through
  StepRun sending(String hash, boolean probe, Instant now) {
    return new StepRun(
        step,
        key,
        hash,
        attempts + 1,
        forgiven,
        calls + 1,
        setbacks,
        inDoubt,
        Optional.of(firstSentAt.orElse(now)),
        lastCode,
        logged(CallKind.SEND, probe, now),
        new Phase.InFlight(CallKind.SEND, now));
  }

  /// The next status query leaves (after commit).
  StepRun querying(boolean probe, Instant now) {
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        forgiven,
        calls + 1,
        setbacks,
        inDoubt,
        firstSentAt,
        lastCode,
        logged(CallKind.QUERY, probe, now),
        new Phase.InFlight(CallKind.QUERY, now));
  }

  private List<CallRecord> logged(CallKind kind, boolean probe, Instant now) {
    CallRecord next = new CallRecord(calls + 1, kind, now, probe, Optional.empty());
    return Stream.concat(
            log.stream().skip(Math.max(0, log.size() + 1 - MOST_LOGGED)), Stream.of(next))
        .toList();
  }

  /// Keeps in the log how the latest call ended.
  StepRun noted(Classification classification, String code, Instant now) {
    if (log.isEmpty() || log.getLast().end().isPresent()) {
      return this;
    }
    List<CallRecord> noted = new ArrayList<>(log);
    noted.set(log.size() - 1, log.getLast().endedBy(classification, code, now));
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        forgiven,
        calls,
        setbacks,
        inDoubt,
        firstSentAt,
        lastCode,
        noted,
        phase);
  }

  /// The call in flight has come to nothing definite.
  ///
  /// @param usedAttempt false gives the attempt back
  StepRun setBack(String code, boolean usedAttempt, boolean nowInDoubt) {
    return new StepRun(
        step,
        key,
        payloadHash,
        usedAttempt ? attempts : attempts - 1,
        forgiven,
        calls,
        setbacks + 1,
        inDoubt || nowInDoubt,
        firstSentAt,
        code,
        log,
        phase);
  }

  /// Stops sending and asks instead; setbacks count the queries from here on.
  StepRun toQuery() {
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        forgiven,
        calls,
        0,
        inDoubt,
        firstSentAt,
        lastCode,
        log,
        new Phase.Ready(CallKind.QUERY));
  }

  StepRun answered(String code) {
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        forgiven,
        calls,
        setbacks,
        inDoubt,
        firstSentAt,
        code,
        log,
        phase);
  }

  /// All that came after this run is lost: it may have been called since, and may have taken
  /// effect.
  StepRun calledSince(Instant at, Instant now) {
    StepRun idle = StepCalls.restarted(this, now);
    return new StepRun(
        step,
        key,
        payloadHash,
        idle.attempts,
        forgiven,
        calls,
        setbacks,
        true,
        Optional.of(firstSentAt.filter(first -> first.isBefore(at)).orElse(at)),
        lastCode,
        idle.log,
        new Phase.Ready(CallKind.SEND));
  }

  /// Tried again by a person: with the same key, and all attempts to spend again.
  StepRun redriven() {
    return new StepRun(
        step,
        key,
        payloadHash,
        attempts,
        attempts,
        calls,
        0,
        inDoubt,
        firstSentAt,
        lastCode,
        log,
        new Phase.Ready(CallKind.SEND));
  }

  StepRun ended(StepOutcome outcome, String status, Optional<String> reference) {
    return with(new Phase.Ended(outcome, status, reference));
  }

  /// Ends a step that is given up on, by what may have happened.
  StepRun abandoned() {
    return ended() ? this : ended(doubtful(), "", Optional.empty());
  }

  private StepOutcome doubtful() {
    return mayHaveTakenEffect() ? StepOutcome.UNKNOWN : StepOutcome.NO_EFFECT;
  }
}
