package dev.orderpipeline.simulation.protocol;

/// How the commit of a transaction goes.
enum CommitFate {
  COMMITTED,
  /// It is durable, but the thread is told that it failed.
  ACKNOWLEDGEMENT_LOST,
  /// What was written is durable, the input's offsets are not: the records are read again.
  WITHOUT_OFFSETS
}
