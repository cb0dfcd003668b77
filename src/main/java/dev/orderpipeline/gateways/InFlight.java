package dev.orderpipeline.gateways;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts calls in flight against a limit that may change from one call to the next. Lock-free.
final class InFlight {

  private final AtomicInteger count = new AtomicInteger();

  boolean tryEnter(int limit) {
    int current = count.get();
    while (current < limit) {
      if (count.compareAndSet(current, current + 1)) {
        return true;
      }
      current = count.get();
    }
    return false;
  }

  /// @throws IllegalStateException if nothing is in flight: somebody has left twice
  void leave() {
    int before = count.getAndUpdate(current -> Math.max(0, current - 1));
    if (before == 0) {
      throw new IllegalStateException("a call left that had not entered, or left before");
    }
  }

  int count() {
    return count.get();
  }
}
