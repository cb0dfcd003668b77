package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws what goes wrong. A seed switches on some kinds of faults and not others: bugs that one
/// kind would cover up show in runs without it (Groce et al., "Swarm Testing").
final class SeededPlan implements Plan {

  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofMinutes(2),
          Duration.ofMinutes(20),
          Duration.ofHours(3),
          Duration.ofMinutes(23 * 60 + 30),
          Duration.ofHours(25));

  private static final List<Step> STEPS = List.of(Step.values());

  private final RandomGenerator random;
  private final List<CallFate> callFates = new ArrayList<>();
  private final double callFaults;
  private final List<Strike> strikes = new ArrayList<>();
  private final int meanPointsBetweenStrikes;
  private int strikesLeft;
  private int pointsUntilStrike;
  private final double commitFaults;
  private final int horizonMillis;

  SeededPlan(RandomGenerator random) {
    this.random = random;
    double[] rates = {0, 0.1, 0.3, 0.7};
    this.callFaults = rates[random.nextInt(rates.length)];
    for (CallFate fate : CallFate.values()) {
      if (random.nextInt(3) == 0) {
        callFates.add(fate);
      }
    }
    for (Strike strike : Strike.values()) {
      if (random.nextBoolean() && strike != Strike.NONE) {
        strikes.add(strike);
      }
    }
    int[] means = {10, 40, 150};
    this.meanPointsBetweenStrikes = means[random.nextInt(means.length)];
    this.strikesLeft = strikes.isEmpty() ? 0 : random.nextInt(10);
    this.pointsUntilStrike = nextStrike();
    this.commitFaults = random.nextInt(3) == 0 ? 0.1 : 0;
    this.horizonMillis = 3_000 + random.nextInt(40_000);
  }

  int horizonMillis() {
    return horizonMillis;
  }

  @Override
  public int choose(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public CallFate fate(GatewayRequest request, int nth) {
    return callFates.isEmpty() || random.nextDouble() >= callFaults
        ? CallFate.ANSWERED
        : callFates.get(random.nextInt(callFates.size()));
  }

  @Override
  public Strike strike(Point point) {
    if (strikesLeft == 0 || --pointsUntilStrike > 0) {
      return Strike.NONE;
    }
    strikesLeft--;
    pointsUntilStrike = nextStrike();
    return strikes.get(random.nextInt(strikes.size()));
  }

  private int nextStrike() {
    return 1 + random.nextInt(2 * meanPointsBetweenStrikes);
  }

  @Override
  public CommitFate commit() {
    if (commitFaults == 0 || random.nextDouble() >= commitFaults) {
      return CommitFate.COMMITTED;
    }
    return random.nextBoolean() ? CommitFate.ACKNOWLEDGEMENT_LOST : CommitFate.WITHOUT_OFFSETS;
  }

  @Override
  public void disturb(World world) {
    sometimes(
        4,
        world,
        () -> world.group().move(world.partitions().get(choose(world.partitions().size()))));
    sometimes(2, world, () -> Disasters.restartGateways(world));
    sometimes(2, world, () -> Disasters.jump(world, JUMPS.get(choose(JUMPS.size()))));
    sometimes(3, world, () -> closeGate(world));
    sometimes(2, world, () -> takeDown(world));
    if (random.nextBoolean()) {
      sometimes(2, world, world.memoryLoss()::strike);
    }
    world.queue().after(horizonMillis, world::calmDown);
  }

  /// Plans it up to that many times, and in every other run not at all.
  private void sometimes(int most, World world, Runnable disturbance) {
    int times = random.nextBoolean() ? 0 : 1 + random.nextInt(most);
    for (int i = 0; i < times; i++) {
      world
          .queue()
          .after(
              random.nextInt(horizonMillis),
              () -> {
                if (!world.calm()) {
                  disturbance.run();
                }
              });
    }
  }

  private void closeGate(World world) {
    Step step = anyStep();
    world.count("gate closings");
    world.trace().add(() -> "the gate of " + step.label() + " closes");
    world.closedGates().add(step);
    world.queue().after(random.nextInt(15_000), () -> world.closedGates().remove(step));
  }

  private void takeDown(World world) {
    Step step = anyStep();
    world.count("outages");
    world.trace().add(() -> "nothing reaches " + step.label());
    world.downEndpoints().add(step);
    world.queue().after(random.nextInt(15_000), () -> world.downEndpoints().remove(step));
  }

  private Step anyStep() {
    return STEPS.get(random.nextInt(STEPS.size()));
  }
}
