package dev.orderpipeline.bench;

import dev.orderpipeline.bench.report.Run;
import dev.orderpipeline.bench.report.Run.AuditResult;
import dev.orderpipeline.bench.report.Run.Drain;
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
/// round: what the machine does within minutes hits all of them alike. While it waits, a variant
/// costs what it costs idle.
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
    private final List<Loads> rounds = new ArrayList<>();
    private Contestant.Start start = Contestant.Start.NONE;
    private @Nullable AuditResult audit;

    Side(Contestant contestant) {
      this.contestant = contestant;
    }

    void start() throws InterruptedException {
      start = contestant.start(plan);
    }

    void measure(double expectedRate) throws InterruptedException {
      Loads loads = contestant.loads(plan, Optional.empty());
      loads.run(expectedRate);
      rounds.add(loads);
    }

    double lastRate() {
      Drain last = rounds.isEmpty() ? null : rounds.getLast().drain();
      return last == null ? start.rates().getLast() : last.ordersPerSecond();
    }

    void finish() throws InterruptedException {
      audit = contestant.finish().orElse(null);
    }

    List<Run> runs() {
      var runs = new ArrayList<Run>();
      for (Loads loads : rounds) {
        runs.add(
            new Run(
                contestant.spec().text(),
                runs.size() + 1,
                start.secondsToStart(),
                start.secondsToWarm(),
                start.rates(),
                loads.drain(),
                loads.steps(),
                null,
                null,
                audit,
                null));
      }
      return runs;
    }
  }

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
      side.start();
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round, plan.rounds()));
      for (Side side : inTurn(sides, round)) {
        side.measure(side.lastRate());
      }
    }
    for (Side side : sides) {
      side.finish();
    }
  }

  /// Another is the first in each round.
  private static List<Side> inTurn(List<Side> sides, int round) {
    var order = new ArrayList<>(sides);
    Collections.rotate(order, -(round - 1));
    return order;
  }
}
