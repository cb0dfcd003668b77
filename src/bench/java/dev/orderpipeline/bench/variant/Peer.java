package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.process.Java;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A variant in Java that runs in one process of its own, with the JVM options of the product.
interface Peer extends Variant {

  Duration START_LIMIT = Duration.ofSeconds(60);

  /// Runs it, in its own process.
  ///
  /// @return what stops it
  AutoCloseable run(PeerSettings settings) throws Exception;

  @Override
  default List<String> topics(VariantSetup setup) {
    return List.of(setup.placed(), setup.prefix() + PeerSettings.OUTCOMES);
  }

  @Override
  default List<String> outcomes(VariantSetup setup) {
    return List.of(setup.prefix() + PeerSettings.OUTCOMES);
  }

  @Override
  default void start(VariantSetup setup) throws InterruptedException {
    var args = new ArrayList<String>();
    args.add(name());
    args.addAll(PeerSettings.of(setup).args());
    setup
        .start(
            Variants.PIPELINE,
            Java.run(PeerProcess.class.getName(), args.toArray(String[]::new)),
            Map.of())
        .awaitLine("ready", START_LIMIT);
  }
}
