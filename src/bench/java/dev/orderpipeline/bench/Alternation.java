package dev.orderpipeline.bench;

import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.report.Run.Drain;
import dev.orderpipeline.bench.report.Run.Step;
import dev.orderpipeline.bench.variant.Shape;
import dev.orderpipeline.bench.variant.Spec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All variants at once, each waiting while another is measured for some seconds, round after
/// round: what the machine does within minutes hits all of them alike, and a ratio of two variants
/// within a round tells small differences. While it waits, a variant costs what it costs idle.
final class Alternation {

  private final Plan plan;
  private final Venue venue;

  Alternation(Plan plan, Venue venue) {
    this.plan = plan;
    this.venue = venue;
  }

  /// One variant, and what was found of it so far.
  private final class Side {
    private final Contestant contestant;
    private final List<Measured> rounds = new ArrayList<>();
    private double secondsToStart;
    private double secondsToWarm;
    private List<Double> warmUp = List.of();
    private double expectedRate;
    private @Nullable AuditResult audit;

    Side(Contestant contestant) {
      this.contestant = contestant;
    }

    void warmUp() throws InterruptedException {
      long began = System.nanoTime();
      secondsToStart = contestant.start();
      warmUp = contestant.warmUp(plan);
      secondsToWarm = (System.nanoTime() - began) / 1e9;
      expectedRate = warmUp.getLast();
    }

    void measure() throws InterruptedException {
      Loads loads = contestant.loads(plan, Optional.empty());
      Drain drain = loads.run(expectedRate);
      expectedRate = drain.ordersPerSecond();
      rounds.add(new Measured(drain, loads.steps()));
    }

    void finish() throws InterruptedException {
      audit = contestant.finish().orElse(null);
    }

    List<Run> runs() {
      var runs = new ArrayList<Run>();
      for (Measured measured : rounds) {
        runs.add(
            new Run(
                contestant.spec().text(),
                runs.size() + 1,
                secondsToStart,
                secondsToWarm,
                warmUp,
                measured.drain(),
                measured.steps(),
                null,
                null,
                audit,
                null));
      }
      return runs;
    }
  }

  private record Measured(Drain drain, List<Step> steps) {}

  /// Runs it. If anything goes wrong with one of them nothing more is measured: the others would
  /// have a machine of another size.
  List<Run> run(List<Spec> specs, Path dir, Consumer<String> progress) throws InterruptedException {
    var sides = new ArrayList<Side>();
    var failed = new ArrayList<Run>();
    try {
      for (Spec spec : specs) {
        Consumer<String> own = line -> progress.accept("[" + spec.text() + "] " + line);
        sides.add(new Side(Contestant.of(spec, spec.runId(1), dir, venue, Shape.USUAL, own)));
      }
      run(sides, progress);
    } catch (RuntimeException e) {
      String failure = String.valueOf(e.getMessage());
      progress.accept("FAILED: " + failure);
      specs.forEach(spec -> failed.add(Run.failed(spec.text(), failure)));
    } finally {
      sides.reversed().forEach(side -> side.contestant.close());
    }
    return Stream.concat(sides.stream().flatMap(side -> side.runs().stream()), failed.stream())
        .toList();
  }

  private void run(List<Side> sides, Consumer<String> progress) throws InterruptedException {
    for (Side side : sides) {
      side.warmUp();
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round, plan.rounds()));
      for (Side side : inTurn(sides, round)) {
        side.measure();
      }
    }
    for (Side side : sides) {
      side.finish();
    }
  }

  /// Each is the first as often as the others.
  private static List<Side> inTurn(List<Side> sides, int round) {
    var order = new ArrayList<>(sides);
    Collections.rotate(order, -(round - 1));
    return order;
  }
}
