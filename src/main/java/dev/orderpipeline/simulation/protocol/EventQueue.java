package dev.orderpipeline.simulation.protocol;

import java.util.PriorityQueue;

/// What is going to happen, in the order of time; what happens at the same time, in the order in
/// which it was planned.
final class EventQueue {

  private record Event(long at, long seq, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(seq, other.seq);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final VirtualClock clock;
  private long planned;
  private long happened;

  EventQueue(VirtualClock clock) {
    this.clock = clock;
  }

  void after(long millis, Runnable action) {
    events.add(new Event(clock.elapsed() + Math.max(0, millis), planned++, action));
  }

  /// Lets the next event happen.
  ///
  /// @return false if there is none
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    happened++;
    clock.advanceTo(next.at());
    next.action().run();
    return true;
  }

  /// How many events there have been.
  long happened() {
    return happened;
  }
}
