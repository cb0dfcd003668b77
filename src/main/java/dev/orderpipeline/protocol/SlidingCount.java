package dev.orderpipeline.protocol;

import java.time.Duration;
import java.time.Instant;

/// How often something has happened within the last while, to a sixtieth of it: what leaves the
/// window leaves in steps. Not thread-safe.
final class SlidingCount {

  private static final int SLOTS = 60;

  private final long slotMillis;
  private final long[] counts = new long[SLOTS];
  private final long[] slots = new long[SLOTS];

  /// @param window at least 60 ms
  SlidingCount(Duration window) {
    slotMillis = window.toMillis() / SLOTS;
    if (slotMillis < 1) {
      throw new IllegalArgumentException("the window must be at least 60 ms, was " + window);
    }
  }

  void add(Instant now) {
    long slot = slot(now);
    int index = Math.floorMod(slot, SLOTS);
    if (slots[index] != slot) {
      slots[index] = slot;
      counts[index] = 0;
    }
    counts[index]++;
  }

  /// What happened in the window that ends now.
  long sum(Instant now) {
    long last = slot(now);
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      if (slots[i] > last - SLOTS && slots[i] <= last) {
        sum += counts[i];
      }
    }
    return sum;
  }

  private long slot(Instant now) {
    return Math.floorDiv(now.toEpochMilli(), slotMillis);
  }
}
