package dev.orderpipeline.bench.gateways;

import java.util.ArrayList;
import java.util.List;

/// Runs actions after delays of whole milliseconds, all due ones at once: a timer for each of
/// fifteen thousand requests a second would cost more than answering them. One thread.
final class DelayWheel {

  /// A power of two; longer delays go round more than once.
  private static final int SLOTS = 4096;

  private record Waiting(long tick, Runnable action) {}

  private final List<List<Waiting>> slots = new ArrayList<>(SLOTS);
  private long now;

  /// @param now in milliseconds of any clock that does not go back
  DelayWheel(long now) {
    this.now = now;
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>());
    }
  }

  /// Runs the action at the first [#turn] to this time or later.
  void at(long tick, Runnable action) {
    if (tick <= now) {
      action.run();
    } else {
      slot(tick).add(new Waiting(tick, action));
    }
  }

  /// Runs what is due.
  void turn(long until) {
    while (now < until) {
      now++;
      List<Waiting> due = slot(now);
      if (!due.isEmpty()) {
        run(due);
      }
    }
  }

  private void run(List<Waiting> slot) {
    List<Waiting> all = List.copyOf(slot);
    slot.clear();
    for (Waiting waiting : all) {
      if (waiting.tick() == now) {
        waiting.action().run();
      } else {
        slot.add(waiting);
      }
    }
  }

  private List<Waiting> slot(long tick) {
    return slots.get((int) (tick & (SLOTS - 1)));
  }
}
