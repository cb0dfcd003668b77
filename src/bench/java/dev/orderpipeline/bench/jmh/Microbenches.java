package dev.orderpipeline.bench.jmh;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs all microbenches, each in a JVM of its own, with what every operation allocates
/// (`gc.alloc.rate.norm`, bytes).
public final class Microbenches {

  private static final int ITERATIONS = 5;

  private Microbenches() {}

  /// Runs them.
  ///
  /// @return an exit code
  public static int run() {
    try {
      var results =
          new Runner(
                  new OptionsBuilder()
                      .include(Microbenches.class.getPackageName() + ".*")
                      .addProfiler(GCProfiler.class)
                      .forks(1)
                      .warmupIterations(ITERATIONS)
                      .warmupTime(TimeValue.seconds(1))
                      .measurementIterations(ITERATIONS)
                      .measurementTime(TimeValue.seconds(1))
                      .shouldFailOnError(true)
                      .build())
              .run();
      return results.isEmpty() ? 1 : 0;
    } catch (RunnerException e) {
      System.err.println("bench: a microbench failed: " + e.getMessage());
      return 1;
    }
  }
}
