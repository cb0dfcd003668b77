package dev.orderpipeline.protocol;

import java.time.Instant;
import java.util.Optional;

/// Something that could not be processed, for a person to look at.
///
/// @param id `<topic>-<partition>-<offset>` of the bad record, or `<orderId>:<version>` of the
///   suspended snapshot
/// @param reason stable code
/// @param orderId if it is known
/// @param source the record it came from; empty for a suspended order
/// @param key the original bytes
/// @param value the original bytes; for a suspended order its snapshot
public record DeadLetter(
    String id,
    String reason,
    String message,
    Optional<String> orderId,
    Optional<InputRecord> source,
    Optional<byte[]> key,
    Optional<byte[]> value,
    Instant at) {

  /// Longer originals (compression lets them in) stay where they are: a dead letter that cannot be
  /// written would stop the partition.
  public static final int MAX_CARRIED_BYTES = 4 << 20;

  /// What a record must be allowed to have for every dead letter to fit.
  public static final int MAX_RECORD_BYTES = MAX_CARRIED_BYTES + (64 << 10);
}
