package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.Step;
import dev.orderpipeline.simulation.protocol.Script.Fates;
import dev.orderpipeline.simulation.protocol.Script.Life;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written down instead of drawn: every call failing in turn, the protocol struck at every
/// point in turn, every call delivered twice.
@Execution(ExecutionMode.CONCURRENT)
class EnumeratedSchedulesTest {

  private static final int ATTEMPTS = 3;

  /// One kind of call, and how an order comes to make it.
  private record CallKindOf(String name, Step step, boolean query, List<Life> lives) {}

  private static final List<CallKindOf> SENDS =
      List.of(
          new CallKindOf(
              "charge", Step.CHARGE, false, List.of(Life.COMPLETED, Life.DECLINED, Life.REFUNDED)),
          new CallKindOf("reserve", Step.RESERVE, false, List.of(Life.COMPLETED, Life.REFUNDED)),
          new CallKindOf("refund", Step.REFUND, false, List.of(Life.REFUNDED, Life.RELEASED)),
          new CallKindOf("release", Step.RELEASE, false, List.of(Life.RELEASED)));

  private final Map<String, Integer> seen = new TreeMap<>();
  private int runs;
  private int reached;

  /// Each call kind, each thing that can become of it, each attempt; the attempts before it fail
  /// without or with an effect.
  @Test
  void everyCallFailsInEveryWayAtEveryAttempt() {
    for (CallKindOf kind : SENDS) {
      for (Life life : kind.lives()) {
        for (CallFate fate : CallFate.values()) {
          for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            for (CallFate before : List.of(CallFate.ERROR, CallFate.ERROR_AFTER_EFFECT)) {
              String name =
                  "%s of %s: %s at attempt %d after %s"
                      .formatted(kind.name(), life, fate, attempt, before);
              Fates fates = failing(kind, fate, attempt, before);
              check(() -> new Script(name, SeededSetup.plain(1), 1, life).fates(fates));
            }
          }
        }
      }
    }
    assertThat(runs).isEqualTo(8 * CallFate.values().length * ATTEMPTS * 2);
    assertThat(reached).as("calls that failed as written").isEqualTo(runs);
    assertThat(seen).containsKeys("completed", "failed", "redriven");
  }

  /// Status queries come after attempts that are used up in doubt: with an effect, without one, and
  /// with one that comes late.
  @Test
  void everyStatusQueryFailsInEveryWay() {
    for (Step step : List.of(Step.CHARGE, Step.RESERVE)) {
      for (CallFate doubt :
          List.of(
              CallFate.ANSWER_LOST,
              CallFate.REQUEST_LOST,
              CallFate.LATE,
              CallFate.ERROR_AFTER_EFFECT)) {
        for (CallFate fate : CallFate.values()) {
          for (int query = 1; query <= 2; query++) {
            int failing = query;
            String name = "%s in doubt by %s, query %d: %s".formatted(step, doubt, query, fate);
            Fates fates =
                (s, isQuery, nth) -> {
                  if (s != step) {
                    return null;
                  }
                  if (!isQuery) {
                    return doubt;
                  }
                  reached += nth == failing ? 1 : 0;
                  return nth == failing ? fate : nth < failing ? CallFate.ERROR : null;
                };
            check(() -> new Script(name, SeededSetup.plain(1), 1, Life.COMPLETED).fates(fates));
          }
        }
      }
    }
    assertThat(seen).containsKeys("completed", "failed");
    assertThat(reached).as("queries that failed as written").isEqualTo(runs);
  }

  /// Whatever the delay between the two arrivals, at every call at once and at each alone.
  @ParameterizedTest
  @EnumSource(Life.class)
  void everyCallIsDeliveredTwice(Life life) {
    for (long delays = 0; delays < 25; delays++) {
      long arbitrary = delays;
      check(() ->
          new Script(life + " twice, delays " + arbitrary, SeededSetup.plain(1), arbitrary, life)
              .fates((_, _, _) -> CallFate.DUPLICATED));
      for (Step step : Step.values()) {
        check(() ->
            new Script(
                    "%s, %s twice, delays %d".formatted(life, step, arbitrary),
                    SeededSetup.plain(1),
                    arbitrary,
                    life)
                .fates((s, _, _) -> s == step ? CallFate.DUPLICATED : null));
      }
    }
  }

  /// Killed, rolled back or stopped at every point that an undisturbed run comes to.
  @ParameterizedTest
  @EnumSource(Life.class)
  void theProtocolIsStruckAtEveryPoint(Life life) {
    struckEverywhere(life.name(), 1, life);
    struckEverywhere(life + " with two processes", 2, life);
  }

  @Test
  void theProtocolIsStruckAtEveryPointWithOrdersThatShareATransaction() {
    struckEverywhere("all at once", 2, Life.COMPLETED, Life.DECLINED, Life.REFUNDED);
    assertThat(seen.keySet())
        .contains("CRASH at DECIDED", "ABORT at STORED", "fenced")
        .containsAll(Arrays.stream(Point.values()).map(p -> "CRASH at " + p).toList());
  }

  private void struckEverywhere(String name, int processes, Life... lives) {
    Script undisturbed = new Script(name, SeededSetup.plain(processes), 1, lives);
    assertThat(undisturbed.run(false).violations()).isEmpty();
    for (long at = 0; at < undisturbed.points(); at++) {
      for (Strike strike : List.of(Strike.CRASH, Strike.ABORT, Strike.PAUSE, Strike.ERROR)) {
        long point = at;
        check(() ->
            new Script(
                    "%s, %s at point %d".formatted(name, strike, point),
                    SeededSetup.plain(processes),
                    1,
                    lives)
                .strike(strike, point));
      }
    }
    for (long at = 0; at < undisturbed.commits(); at++) {
      for (CommitFate fate : CommitFate.values()) {
        long commit = at;
        check(() ->
            new Script(
                    "%s, commit %d: %s".formatted(name, commit, fate),
                    SeededSetup.plain(processes),
                    1,
                    lives)
                .commit(fate, commit));
      }
    }
  }

  private Fates failing(CallKindOf kind, CallFate fate, int attempt, CallFate before) {
    return (step, query, nth) -> {
      if (step != kind.step() || query != kind.query() || nth > attempt) {
        return null;
      }
      reached += nth == attempt ? 1 : 0;
      return nth == attempt ? fate : before;
    };
  }

  private void check(Supplier<Script> script) {
    runs++;
    SimulationReport report = script.get().run(false);
    if (!report.clean()) {
      throw new AssertionError(script.get().run(true).text());
    }
    new ArrayList<>(report.counts().entrySet())
        .forEach(e -> seen.merge(e.getKey(), e.getValue(), Integer::sum));
  }
}
