package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.simulation.chaos.Disaster.Kind;
import dev.orderpipeline.simulation.chaos.Disaster.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// What goes wrong when: a function of the plan.
///
/// Kills are spread over the time; between them something else goes wrong half as often, every kind
/// of it in turn. Disasters overlap as they fall, but of three brokers only one is away at a time:
/// with two away Kafka itself takes no writes, which proves nothing about us. And of several
/// instances one is paused at a time.
final class Schedule {

  private static final int FEWEST_OTHERS = 3;

  /// What a killed or restarted broker gets to come back and to catch up.
  private static final Duration BROKER_BACK = Duration.ofSeconds(12);

  private static final List<Kind> OTHERS =
      List.of(
          Kind.PAUSE_INSTANCE,
          Kind.LOST_ANSWERS,
          Kind.GATEWAY_OUTAGE,
          Kind.RESTART_BROKER,
          Kind.SLOW_GATEWAYS);

  private final ChaosPlan plan;
  private final Random random;
  private final Duration pause;
  private final List<Disaster> disasters = new ArrayList<>();

  private Schedule(ChaosPlan plan, Duration sessionTimeout) {
    this.plan = plan;
    this.random = new Random(plan.seed());
    this.pause = sessionTimeout.plusSeconds(3);
  }

  /// In the order of their times.
  ///
  /// @param sessionTimeout a pause is longer, so that the paused one's partitions move
  static List<Disaster> of(ChaosPlan plan, Duration sessionTimeout) {
    return new Schedule(plan, sessionTimeout).draw();
  }

  private List<Disaster> draw() {
    for (int i = 0; i < plan.kills(); i++) {
      add(drawKill(), i, plan.kills());
    }
    List<Kind> others = new ArrayList<>(OTHERS);
    Collections.shuffle(others, random);
    int count = plan.kills() == 0 ? OTHERS.size() : Math.max(FEWEST_OTHERS, plan.kills() / 2);
    for (int i = 0; i < count; i++) {
      add(others.get(i % others.size()), i, count);
    }
    disasters.sort(Comparator.comparing(Disaster::at));
    return List.copyOf(disasters);
  }

  private Kind drawKill() {
    int point = random.nextInt(10);
    if (point < 6) {
      return Kind.KILL_INSTANCE;
    }
    return point < 9 ? Kind.KILL_BROKER : Kind.KILL_GATEWAYS;
  }

  /// Somewhere in the slot i of n equal slots.
  private void add(Kind kind, int i, int n) {
    long span = plan.duration().minus(ChaosPlan.LEAD).minus(ChaosPlan.TAIL).toMillis();
    Duration at = ChaosPlan.LEAD.plusMillis((long) ((i + random.nextDouble()) * span / n));
    Disaster drawn = disaster(kind, at);
    boolean clash = disasters.stream().anyMatch(other -> clash(other, drawn));
    if (!clash) {
      disasters.add(drawn);
    } else if (kind.isKill()) {
      // So many kills were asked for, and an instance can be killed at any time.
      disasters.add(disaster(Kind.KILL_INSTANCE, at));
    } else {
      disasters.add(disaster(Kind.LOST_ANSWERS, at));
    }
  }

  private Disaster disaster(Kind kind, Duration at) {
    int victims =
        switch (kind.target()) {
          case INSTANCE -> plan.instances();
          case BROKER -> plan.brokers();
          case GATEWAYS -> 1;
        };
    return new Disaster(at, kind, random.nextInt(victims), lasting(kind));
  }

  private Duration lasting(Kind kind) {
    return switch (kind) {
      case PAUSE_INSTANCE -> pause;
      case KILL_INSTANCE, KILL_BROKER, RESTART_BROKER, KILL_GATEWAYS ->
          Duration.ofMillis(200 + random.nextInt(2_000));
      case GATEWAY_OUTAGE, SLOW_GATEWAYS, LOST_ANSWERS ->
          Duration.ofMillis(3_000 + random.nextInt(5_000));
    };
  }

  private static boolean clash(Disaster a, Disaster b) {
    boolean brokers = a.kind().target() == Target.BROKER && b.kind().target() == Target.BROKER;
    if (brokers) {
      return a.at().minus(b.at()).abs().compareTo(BROKER_BACK) < 0;
    }
    boolean pauses = a.kind() == Kind.PAUSE_INSTANCE && b.kind() == Kind.PAUSE_INSTANCE;
    return pauses && a.at().minus(b.at()).abs().compareTo(a.lasts()) < 0;
  }
}
