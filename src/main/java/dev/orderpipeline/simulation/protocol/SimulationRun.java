package dev.orderpipeline.simulation.protocol;

import java.util.SplittableRandom;

/// One run drawn from a seed: the same seed and pieces give the same run, step by step.
///
/// Every call of [#run] is a run of its own; any number of them may go on at a time.
///
/// @param seed draws the system, its input and everything that goes wrong
/// @param pieces the product, or a mutant of it
/// @param traced whether to keep the trace
public record SimulationRun(long seed, Pieces pieces, boolean traced) {

  public static SimulationRun of(long seed) {
    return new SimulationRun(seed, Pieces.PRODUCTION, false);
  }

  /// The same run, told.
  public SimulationRun withTrace() {
    return new SimulationRun(seed, pieces, true);
  }

  /// Runs it to its verdict.
  ///
  /// @throws IllegalStateException naming the seed, if the simulation itself has a bug; what breaks
  ///   in the product is a violation
  public SimulationReport run() {
    SplittableRandom random = new SplittableRandom(seed);
    Setup setup = SeededSetup.draw(random.split());
    SeededPlan plan = new SeededPlan(random.split());
    World world = new World(setup, plan, pieces, traced);
    world.trace().add(() -> "seed " + seed + ", " + setup);
    InputSchedule.draw(world, seed, random.split(), plan.horizonMillis());
    try {
      return new Simulation("seed " + seed, world).run();
    } catch (RuntimeException e) {
      throw new IllegalStateException("the simulation itself is broken at seed " + seed, e);
    }
  }
}
