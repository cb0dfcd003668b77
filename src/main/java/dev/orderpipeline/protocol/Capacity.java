package dev.orderpipeline.protocol;

import java.util.concurrent.atomic.AtomicInteger;

/// The limit on active orders of the process. Suspended orders hold none of it. Thread-safe.
public final class Capacity {

  private final int limit;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  /// A limit.
  ///
  /// @param limit active orders, at least 1
  public Capacity(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "the limit on active orders must be at least 1, was " + limit);
    }
    this.limit = limit;
  }

  /// Whether the input may stay open: there is room, and no order that was taken in already waits
  /// for it. Those are in memory, and would be more with every place that becomes free.
  public boolean hasRoom() {
    return waiting.get() == 0 && admits();
  }

  /// Whether enough has drained to open a closed input again; lower than the limit, so that it does
  /// not flap.
  public boolean hasDrained() {
    return waiting.get() == 0 && held.get() <= limit - Math.max(1, limit / 10);
  }

  /// Whether one more order may become active.
  boolean admits() {
    return held.get() < limit;
  }

  /// Orders taken in that wait for room.
  public int waiting() {
    return waiting.get();
  }

  public int held() {
    return held.get();
  }

  public int limit() {
    return limit;
  }

  void take(int orders) {
    held.addAndGet(orders);
  }

  void queue(int orders) {
    waiting.addAndGet(orders);
  }
}
