package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.stream.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the machine allows: a bare loop that consumes, makes the same calls, and writes as many
/// records and bytes in transactions as the product was seen to write. No Streams, no state, no
/// parser, no breaker, and no guarantee: what is in flight when it dies is lost.
///
/// Settings: `threads` (one per processor), `commit-interval-ms` (20), `in-flight` (10000 orders).
final class Floor implements Peer {

  private static final int COMMIT_INTERVAL_MS = 20;
  private static final int IN_FLIGHT = 10_000;

  @Override
  public String name() {
    return Variants.FLOOR;
  }

  @Override
  public String what() {
    return "a bare consume, call and transactional-produce loop that writes the product's records and"
        + " bytes: no Streams, no state, no guarantees";
  }

  @Override
  public List<String> topics(VariantSetup setup) {
    return Stream.concat(
            Stream.of(setup.placed()),
            setup.shape().parts().stream().map(part -> setup.prefix() + part.topic()))
        .toList();
  }

  /// The product's own, since a transaction waits for every partition that it wrote to, and one for
  /// what goes to each of its changelogs.
  @Override
  public void makeTopics(VariantSetup setup, Topics cluster) throws InterruptedException {
    ProductTopics.make(setup);
    List<String> others = new ArrayList<>(topics(setup));
    others.removeAll(new TopicNames(setup.prefix()).all());
    cluster.create(others, setup.partitions());
  }

  @Override
  public AutoCloseable run(PeerSettings settings) {
    int threads = settings.number("threads", Runtime.getRuntime().availableProcessors());
    int interval = settings.number("commit-interval-ms", COMMIT_INTERVAL_MS);
    int inFlight = settings.number("in-flight", IN_FLIGHT);
    GatewayCalls calls = new GatewayCalls(settings);
    List<FloorLoop> loops =
        IntStream.range(0, threads)
            .mapToObj(i -> new FloorLoop(settings, i, calls, interval, inFlight / threads))
            .toList();
    var running = new ArrayList<Thread>();
    loops.forEach(loop -> running.add(Thread.ofPlatform().name("floor").start(loop)));
    return () -> {
      loops.forEach(FloorLoop::stop);
      for (Thread thread : running) {
        thread.join(5_000);
      }
      calls.close();
    };
  }
}
