package dev.orderpipeline.simulation.protocol;

/// The moments of the step protocol at which a run can be interrupted: each lies between two things
/// that the outside could tell apart.
enum Point {
  /// A record has been fetched and not yet looked at.
  RECORD_TAKEN(true),
  /// The machine has decided; nothing is written.
  DECIDED(false),
  /// A gate has been asked.
  GATE_ASKED(false),
  /// An order is about to be handed on to another stage.
  HANDING_ON(true),
  STORING(true),
  STORED(true),
  /// A snapshot or dead letter is about to be sent within the transaction.
  PUBLISHING(true),
  PUBLISHED(true),
  /// A tick has ended.
  TICKED(true),
  BEFORE_COMMIT(true),
  /// Durable; no call has left.
  COMMITTED(false),
  /// One call is about to leave.
  CALLING(false),
  /// One call has left.
  CALLED(false),
  /// All calls have left.
  DISPATCHED(false),
  /// An answer lies in the mailbox.
  ANSWERED(false);

  private final boolean canAbort;

  Point(boolean canAbort) {
    this.canAbort = canAbort;
  }

  /// Whether the transaction can be aborted here by what Kafka answers; else only a crash
  /// interrupts.
  boolean canAbort() {
    return canAbort;
  }
}
