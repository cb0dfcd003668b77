package dev.orderpipeline.simulation.protocol;

/// What happens to a stream thread at a [Point].
enum Strike {
  NONE,
  /// The process is killed.
  CRASH,
  /// The transaction is aborted.
  ABORT,
  /// The process is stopped for longer than the session time-out; requests it was about to send
  /// leave when it wakes.
  PAUSE,
  /// Code throws an error that nobody foresaw.
  ERROR
}
