package dev.orderpipeline.simulation.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What happened in a run, for people. Costs nothing unless somebody wants to read it; bounded.
final class Trace {

  private static final int MAX_LINES = 20_000;

  private final VirtualClock clock;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  Trace(VirtualClock clock, boolean kept) {
    this.clock = clock;
    this.kept = kept;
  }

  void add(Supplier<String> what) {
    if (kept && lines.size() < MAX_LINES) {
      long t = clock.elapsed();
      lines.add("%4d.%03d  %s".formatted(t / 1000, t % 1000, what.get()));
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
