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
    Instant at) {}
