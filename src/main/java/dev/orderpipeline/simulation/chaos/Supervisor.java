package dev.orderpipeline.simulation.chaos;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Starts processes again: those that were ended on purpose when their time has come, and those
/// that ended by themselves at once, as the supervisor of any production does. For one thread.
final class Supervisor {

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration TILL_NEXT_LOOK = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final List<ChildProcess> children;
  private final Timeline timeline;
  private final Consumer<String> out;
  private final Set<ChildProcess> down = new HashSet<>();
  private int endedByThemselves;

  Supervisor(List<ChildProcess> children, Timeline timeline, Consumer<String> out) {
    this.children = List.copyOf(children);
    this.timeline = timeline;
    this.out = out;
  }

  /// How often a process ended that nobody had told to.
  int endedByThemselves() {
    return endedByThemselves;
  }

  /// Looks after all from now on.
  void begin() {
    for (ChildProcess child : children) {
      if (!child.isAlive() && !down.contains(child)) {
        endedByThemselves++;
        out.accept(child.name() + " has ended by itself; starting it again");
        child.start();
      }
    }
    timeline.after(INTERVAL, this::begin);
  }

  /// Ends it with SIGKILL and starts it after a while.
  void kill(ChildProcess child, Duration away) {
    down.add(child);
    child.kill();
    timeline.after(away, () -> startAgain(child, GRACE));
  }

  /// Ends it with SIGTERM and starts it after a while.
  void restart(ChildProcess child, Duration away) {
    down.add(child);
    child.askToEnd();
    timeline.after(away, () -> startAgain(child, GRACE));
  }

  /// As soon as it has ended. What was asked to end and does not is killed.
  private void startAgain(ChildProcess child, Duration patience) {
    if (child.isAlive() && patience.isPositive()) {
      timeline.after(TILL_NEXT_LOOK, () -> startAgain(child, patience.minus(TILL_NEXT_LOOK)));
    } else if (down.remove(child)) {
      child.kill();
      child.start();
    }
  }
}
