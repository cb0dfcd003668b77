package dev.orderpipeline.operations.recovery;

import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.replay.KnownOrders;
import dev.orderpipeline.operations.replay.KnownOrders.Latest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// What becomes of the orders that the topics of states know, when they are brought back.
public final class RecoveryPlan {

  /// What becomes of one order.
  public enum Fate {
    /// Finished, and remembered as such.
    REMEMBERED("finished, remembered"),
    /// Finished longer ago than orders are remembered; an old record of it is never started.
    FORGOTTEN("finished, older than the memory: not needed"),
    /// Goes on at its step, with the same key.
    RESUMED("in progress, resumed with the same keys"),
    /// Waits for a person, as before.
    SUSPENDED("suspended, waits for a decision as before"),
    /// The gateway may have forgotten the key of its step: not sent again, but asked about, undone
    /// or suspended for a decision.
    DOUBTFUL("in progress, older than the gateways remember keys: asked about or suspended");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }

  private final Duration memory;
  private final Duration resendWindow;
  private final Instant now;

  /// @param memory how long finished orders are remembered; those a little older are kept too
  /// @param resendWindow how long after a step began its request may be sent again
  public RecoveryPlan(Duration memory, Duration resendWindow, Instant now) {
    this.memory = memory.plus(memory.dividedBy(8));
    this.resendWindow = resendWindow;
    this.now = now;
  }

  public Fate fate(Latest order) {
    if (order.state().isFinal()) {
      return order.at().plus(memory).isBefore(now) ? Fate.FORGOTTEN : Fate.REMEMBERED;
    }
    if (order.suspended()) {
      return Fate.SUSPENDED;
    }
    return order.at().plus(resendWindow).isBefore(now) ? Fate.DOUBTFUL : Fate.RESUMED;
  }

  public boolean restores(Latest order) {
    return fate(order) != Fate.FORGOTTEN;
  }

  /// How many orders of each state meet each fate.
  public Map<Fate, Map<StateName, Long>> counts(KnownOrders orders) {
    Map<Fate, Map<StateName, Long>> counts = new EnumMap<>(Fate.class);
    for (Latest order : orders.all()) {
      counts
          .computeIfAbsent(fate(order), _ -> new EnumMap<>(StateName.class))
          .merge(order.state(), 1L, Long::sum);
    }
    return counts;
  }
}
