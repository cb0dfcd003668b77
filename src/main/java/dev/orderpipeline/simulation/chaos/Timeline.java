package dev.orderpipeline.simulation.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/// What is to be done when. Times count from when it was made. For one thread.
final class Timeline {

  private record Due(long at, Runnable action) {}

  private final LongSupplier nanoTime;
  private final long began;
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));

  Timeline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /// Time since the beginning.
  Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - began);
  }

  void at(Duration sinceBeginning, Runnable action) {
    due.add(new Due(sinceBeginning.toNanos(), action));
  }

  void after(Duration delay, Runnable action) {
    at(elapsed().plus(delay), action);
  }

  /// Does what has become due, in the order of its times.
  void run() {
    for (Due next = due.peek();
        next != null && next.at() <= elapsed().toNanos();
        next = due.peek()) {
      due.remove();
      next.action().run();
    }
  }
}
