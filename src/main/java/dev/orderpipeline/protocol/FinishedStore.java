package dev.orderpipeline.protocol;

import java.time.Instant;
import java.util.Optional;

/// The memory of finished orders, dropped by age as a whole segment at a time.
public interface FinishedStore {

  /// Remembers an outcome.
  void put(String orderId, Instant finishedAt, byte[] snapshot);

  /// The outcome's snapshot, if the order finished within the memory's reach before `now`.
  Optional<byte[]> find(String orderId, Instant now);
}
