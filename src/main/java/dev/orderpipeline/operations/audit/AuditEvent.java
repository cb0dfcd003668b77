package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.domain.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One thing that was written down, or seen in a simulation, that a guarantee can be judged by.
public sealed interface AuditEvent {

  /// A record of the input.
  record PlacedRecord(Position position, Instant at, PlacedJudge.Verdict verdict)
      implements AuditEvent {}

  /// A snapshot on a state topic or an outcome on an outcome topic; both have one shape.
  ///
  /// @param topic the state whose topic it lies in
  /// @param state the state it says itself
  /// @param eventId the `ce_id` header
  /// @param intents the idempotency keys it names for the calls of its state
  record StateRecord(
      Position position,
      Instant at,
      String orderId,
      int version,
      Stage topic,
      Stage state,
      Optional<Stage> previous,
      Optional<String> eventId,
      Map<Step, String> intents,
      Optional<Suspension> suspended)
      implements AuditEvent {

    public StateRecord {
      intents = Map.copyOf(intents);
    }

    public boolean isOutcome() {
      return topic.isOutcome();
    }
  }

  /// Why an order waits for a person.
  ///
  /// @param deadLetterId the `dlq_id` of the dead letter that says so
  record Suspension(String reason, Optional<String> deadLetterId) {}

  /// A record of the dead-letter topic.
  ///
  /// @param source where the record lies that could not be processed; empty if there is none, as
  ///   for an order that was suspended
  record DeadLetterRecord(
      Position position,
      Instant at,
      Optional<String> id,
      String reason,
      Optional<String> orderId,
      Optional<Position> source)
      implements AuditEvent {}

  /// An effect a gateway had.
  ///
  /// @param ledger the ledger's file or address
  /// @param line from 1
  /// @param settled whether the line was there before the topics were read, so that the records
  ///   that caused it must have been seen
  record LedgerLine(String ledger, long line, LedgerEntry entry, boolean settled)
      implements AuditEvent {}

  /// Seen live only: the transaction that holds an intent has committed.
  ///
  /// @param seq place in the history of the run; smaller is earlier
  /// @param attempt from 1
  record IntentCommitted(long seq, String orderId, String key, int attempt) implements AuditEvent {}

  /// Seen live only: a request has left for a gateway.
  ///
  /// @param seq place in the history of the run; smaller is earlier
  /// @param attempt from 1
  record RequestLeft(long seq, String orderId, String key, int attempt) implements AuditEvent {}

  /// Something that should be evidence and cannot be read.
  ///
  /// @param unproved the guarantee that cannot be proved without it
  record Unreadable(String place, Optional<Instant> at, GuaranteeName unproved, String why)
      implements AuditEvent {}
}
