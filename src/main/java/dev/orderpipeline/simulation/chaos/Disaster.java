package dev.orderpipeline.simulation.chaos;

import java.time.Duration;

/// One thing that goes wrong.
///
/// @param at since the game day began
/// @param victim number of the broker or instance, from 0; 0 where there is only one
/// @param lasts until it is put right: started again, woken, or healed
record Disaster(Duration at, Kind kind, int victim, Duration lasts) {

  /// What is hit.
  enum Target {
    INSTANCE,
    BROKER,
    GATEWAYS
  }

  /// What happens to it.
  enum Kind {
    KILL_INSTANCE(Target.INSTANCE, "kill -9 of"),
    PAUSE_INSTANCE(Target.INSTANCE, "SIGSTOP, then SIGCONT, of"),
    KILL_BROKER(Target.BROKER, "kill -9 of"),
    RESTART_BROKER(Target.BROKER, "restart of"),
    KILL_GATEWAYS(Target.GATEWAYS, "kill -9 of"),
    GATEWAY_OUTAGE(Target.GATEWAYS, "outage of"),
    SLOW_GATEWAYS(Target.GATEWAYS, "slowness of"),
    LOST_ANSWERS(Target.GATEWAYS, "success without an answer from");

    private final Target target;
    private final String words;

    Kind(Target target, String words) {
      this.target = target;
      this.words = words;
    }

    Target target() {
      return target;
    }

    boolean isKill() {
      return this == KILL_INSTANCE || this == KILL_BROKER || this == KILL_GATEWAYS;
    }
  }

  /// The name of what is hit, as in the directory of logs.
  String victimName() {
    return switch (kind.target()) {
      case INSTANCE -> LocalWorld.instanceName(victim);
      case BROKER -> LocalWorld.brokerName(victim);
      case GATEWAYS -> LocalWorld.GATEWAYS;
    };
  }

  String describe() {
    return kind.words + " " + victimName();
  }

  Duration ends() {
    return at.plus(lasts);
  }
}
