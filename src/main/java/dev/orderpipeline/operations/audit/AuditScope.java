package dev.orderpipeline.operations.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the caller knows about the system, and how much of it to judge.
///
/// @param quiet all input has been consumed and nothing moves any more, so that an order without an
///   end is a violation
/// @param since orders that began before this are left out
/// @param consumed by partition of the input, the first offset not yet consumed; empty if unknown,
///   then every record counts as consumed
public record AuditScope(
    boolean quiet, Optional<Instant> since, Optional<Map<Integer, Long>> consumed) {

  public AuditScope {
    consumed = consumed.map(Map::copyOf);
  }

  /// The system may still be working.
  public static AuditScope running() {
    return new AuditScope(false, Optional.empty(), Optional.empty());
  }

  /// The system has finished.
  public static AuditScope expectQuiet() {
    return new AuditScope(true, Optional.empty(), Optional.empty());
  }

  /// Whether the pipeline must have decided on this record of the input by now.
  boolean mustBeDecided(Position placed) {
    return quiet
        || consumed
            .map(offsets -> placed.offset() < offsets.getOrDefault(placed.partition(), 0L))
            .orElse(true);
  }

  boolean leavesOut(Optional<Instant> began) {
    return since.isPresent() && began.isPresent() && began.get().isBefore(since.get());
  }
}
