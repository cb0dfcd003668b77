package dev.orderpipeline.stream.topics;

/// How reading topics ended.
public sealed interface ReadOutcome {

  /// Records handed on.
  long records();

  /// Everything up to the ends at the time of the call has been read.
  record Complete(long records) implements ReadOutcome {}

  /// Something is missing from what was handed on.
  ///
  /// @param reason what stopped it and what to do
  record Incomplete(long records, String reason) implements ReadOutcome {}
}
