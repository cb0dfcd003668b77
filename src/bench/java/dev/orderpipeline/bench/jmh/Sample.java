package dev.orderpipeline.bench.jmh;

import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import java.time.Instant;
import java.util.Objects;

/// The order that the microbenches work on.
final class Sample {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final long SEED = 4;
  private static final GeneratedRecord RECORD =
      new OrderGenerator(SEED, "bench", OrderMix.clean()).next();

  private Sample() {}

  static byte[] key() {
    return Objects.requireNonNull(RECORD.key()).clone();
  }

  static byte[] document() {
    return Objects.requireNonNull(RECORD.value()).clone();
  }
}
