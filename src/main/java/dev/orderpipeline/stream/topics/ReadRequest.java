package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What to read from topics.
///
/// @param from earliest timestamp; empty for the beginning
/// @param key read the records of this key only, and only the partition they are in
/// @param limit time after which reading gives up
public record ReadRequest(
    List<String> topics,
    Isolation isolation,
    Optional<Instant> from,
    Optional<String> key,
    Duration limit) {

  /// Whose records count.
  public enum Isolation {
    /// Those of committed transactions: what downstream sees.
    READ_COMMITTED,
    /// All that lie there, those of aborted transactions too.
    READ_UNCOMMITTED
  }

  public ReadRequest {
    topics = List.copyOf(topics);
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit must be positive, was " + limit);
    }
  }

  /// All committed records of the topics.
  public static ReadRequest committed(List<String> topics, Duration limit) {
    return new ReadRequest(
        topics, Isolation.READ_COMMITTED, Optional.empty(), Optional.empty(), limit);
  }

  public ReadRequest withKey(String wanted) {
    return new ReadRequest(topics, isolation, from, Optional.of(wanted), limit);
  }

  public ReadRequest since(Instant earliest) {
    return new ReadRequest(topics, isolation, Optional.of(earliest), key, limit);
  }

  public ReadRequest uncommitted() {
    return new ReadRequest(topics, Isolation.READ_UNCOMMITTED, from, key, limit);
  }
}
