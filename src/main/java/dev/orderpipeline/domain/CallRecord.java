package dev.orderpipeline.domain;

import java.time.Instant;
import java.util.Optional;

/// One call of a step, for whoever asks later what was tried.
///
/// @param call its number within the step, from 1
/// @param decidedAt when the intent to make it was written
/// @param probe whether it left as a probe of a breaker that was not closed
/// @param end what came of it; empty while it is in flight, and for one that was not waited for
public record CallRecord(
    int call, CallKind kind, Instant decidedAt, boolean probe, Optional<End> end) {

  /// @param code of the answer, or why there is none
  public record End(Instant at, Classification classification, String code) {}

  CallRecord endedBy(Classification classification, String code, Instant at) {
    return new CallRecord(
        call, kind, decidedAt, probe, Optional.of(new End(at, classification, code)));
  }
}
