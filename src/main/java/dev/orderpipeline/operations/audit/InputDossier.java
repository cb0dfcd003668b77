package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import java.time.Instant;
import java.util.Optional;

/// What is known about one position of an input topic that belongs to no order, or that dead
/// letters name as their source.
///
/// @param bad the record that lies there, if it is one of the input that is no order
/// @param deadLetter the first dead letter that names it
/// @param deadLetters how many dead letters name it; more than one after a replay
/// @param began when it was first heard of
record InputDossier(
    Optional<PlacedRecord> bad,
    Optional<DeadLetterRecord> deadLetter,
    long deadLetters,
    Optional<Instant> began) {

  static InputDossier empty() {
    return new InputDossier(Optional.empty(), Optional.empty(), 0, Optional.empty());
  }

  InputDossier with(AuditEvent event) {
    if (event instanceof PlacedRecord record) {
      return new InputDossier(
          Optional.of(record), deadLetter, deadLetters, Optional.of(earlier(record.at())));
    }
    if (event instanceof DeadLetterRecord letter) {
      return new InputDossier(
          bad,
          deadLetter.isPresent() ? deadLetter : Optional.of(letter),
          deadLetters + 1,
          Optional.of(earlier(letter.at())));
    }
    throw new IllegalArgumentException("no event of an input position: " + Story.where(event));
  }

  private Instant earlier(Instant at) {
    return began.filter(b -> b.isBefore(at)).orElse(at);
  }
}
