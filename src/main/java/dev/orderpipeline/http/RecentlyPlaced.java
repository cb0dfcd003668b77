package dev.orderpipeline.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What was placed through this instance lately, by fingerprint: between Kafka's acknowledgement
/// and the pipeline's reading, nobody else knows of an order. Bounded by number and age;
/// thread-safe.
final class RecentlyPlaced {

  private static final int MOST = 50_000;
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(15);

  private record Placed(String fingerprint, long at) {}

  private final LongSupplier nanoTime;
  private final Map<String, Placed> byOrder =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Placed> eldest) {
          return size() > MOST;
        }
      };

  RecentlyPlaced(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void put(String orderId, String fingerprint) {
    byOrder.put(orderId, new Placed(fingerprint, nanoTime.getAsLong()));
  }

  /// The fingerprint it was placed with.
  synchronized Optional<String> find(String orderId) {
    Placed entry = byOrder.get(orderId);
    if (entry != null && nanoTime.getAsLong() - entry.at() > KEPT_NANOS) {
      byOrder.remove(orderId);
      return Optional.empty();
    }
    return Optional.ofNullable(entry).map(Placed::fingerprint);
  }
}
