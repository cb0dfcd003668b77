package dev.orderpipeline.bench;

import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.variant.Shape;
import dev.orderpipeline.bench.variant.Spec;
import dev.orderpipeline.bench.variant.Variants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs a plan: one broker, and the variants in turn, round after round (A B C A B C), so that what
/// the machine does besides hits all of them alike; each by itself, or all of them at once.
final class Bench {

  private static final Duration BROKER_LIMIT = Duration.ofSeconds(60);

  private final Plan plan;
  private final List<Spec> specs;
  private final String latency;
  private final Optional<Path> recordings;
  private final Consumer<String> progress;

  /// @param recordings where flight recordings of the drains go, if any are wanted
  Bench(
      Plan plan,
      List<Spec> specs,
      String latency,
      Optional<Path> recordings,
      Consumer<String> progress) {
    this.plan = plan;
    this.specs = List.copyOf(specs);
    this.latency = latency;
    this.recordings = recordings;
    this.progress = progress;
  }

  /// Runs it all. Processes that it starts have ended when it returns, and also if it does not.
  ///
  /// @param dir for data and logs; exists, empty
  List<Run> run(Path dir) throws InterruptedException {
    try (Children children = new Children(dir)) {
      Thread onSignal = new Thread(children::close, "end-children");
      Runtime.getRuntime().addShutdownHook(onSignal);
      try {
        return run(dir, children);
      } finally {
        Runtime.getRuntime().removeShutdownHook(onSignal);
      }
    }
  }

  private List<Run> run(Path dir, Children children) throws InterruptedException {
    Child broker =
        children.start(
            "broker",
            Java.product("broker", "--dir", dir.resolve("kafka").toString(), "--port", "0"),
            Map.of());
    String ready = broker.awaitLine("Kafka is ready at ", BROKER_LIMIT);
    String bootstrap = ready.substring("Kafka is ready at ".length(), ready.indexOf(','));
    try (Topics topics = new Topics(bootstrap)) {
      Venue venue = new Venue(bootstrap, topics, latency, children);
      return plan.alternating()
          ? new Alternation(plan, venue).run(specs, dir, progress)
          : turns(venue, dir);
    }
  }

  private List<Run> turns(Venue venue, Path dir) throws InterruptedException {
    var runs = new ArrayList<Run>();
    Shape shape = Shape.USUAL;
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Spec spec : specs) {
        String label = "[" + round + "/" + plan.rounds() + " " + spec.text() + "] ";
        Turn turn =
            new Turn(
                spec, round, plan, venue, shape, recordings, line -> progress.accept(label + line));
        runs.add(turn.run(dir));
        if (spec.is(Variants.PRODUCT)) {
          shape = turn.shape();
        }
      }
    }
    return List.copyOf(runs);
  }
}
