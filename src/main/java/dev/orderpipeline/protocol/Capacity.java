package dev.orderpipeline.protocol;

import java.util.concurrent.atomic.AtomicInteger;

/// The limit on active orders of the process. Suspended orders hold none of it. Thread-safe.
public final class Capacity {

  private final int limit;
  private final AtomicInteger held = new AtomicInteger();

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

  public boolean hasRoom() {
    return held.get() < limit;
  }

  /// Whether enough has drained to open a closed input again; lower than the limit, so that it does
  /// not flap.
  public boolean hasDrained() {
    return held.get() <= limit - Math.max(1, limit / 10);
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
}
