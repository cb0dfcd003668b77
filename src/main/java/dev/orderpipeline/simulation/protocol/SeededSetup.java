package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.RetryPolicy;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.steps.Rules;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Draws small systems, of all shapes: bugs hide in small ones as well, and more of them fit into a
/// second.
final class SeededSetup {

  private static final Rules RULES = new Rules(Set.of(), OrderGenerator.AMOUNT_LIMIT, 10_000);

  private SeededSetup() {}

  static Setup draw(RandomGenerator random) {
    return new Setup(
        1 + random.nextInt(3),
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        1 + random.nextInt(4),
        random.nextBoolean() ? 100 : 1 + random.nextInt(3),
        random.nextBoolean() ? 100 : 1 + random.nextInt(3),
        random.nextInt(4) == 0,
        policy(random),
        RULES,
        Duration.ofHours(72),
        5_000,
        70_000,
        6_000);
  }

  /// The setup for scripts: one of everything, with room.
  static Setup plain(int processes) {
    return new Setup(
        1,
        processes,
        1,
        4,
        100,
        100,
        false,
        new MachinePolicy(
            new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(5), 3),
            new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(5), 3),
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            Duration.ofHours(1),
            2,
            Duration.ofSeconds(60)),
        RULES,
        Duration.ofHours(72),
        5_000,
        70_000,
        6_000);
  }

  private static MachinePolicy policy(RandomGenerator random) {
    int[] deadlines = {3, 20, 900};
    return new MachinePolicy(
        new RetryPolicy(
            Duration.ofMillis(50 + random.nextInt(200)),
            Duration.ofSeconds(1 + random.nextInt(10)),
            1 + random.nextInt(6)),
        new RetryPolicy(
            Duration.ofMillis(100 + random.nextInt(900)),
            Duration.ofSeconds(1 + random.nextInt(20)),
            1 + random.nextInt(4)),
        Duration.ofSeconds(deadlines[random.nextInt(deadlines.length)]),
        Duration.ofHours(24),
        Duration.ofHours(1),
        1 + random.nextInt(3),
        Duration.ofSeconds(60));
  }
}
