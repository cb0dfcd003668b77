package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether the simulation would notice: bugs that systems like this one have had, each of which has
/// to be found within so many seeds.
class MutantsTest {

  private static final int SEEDS = 1_500;

  record Mutant(String name, Pieces pieces) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant("per-attempt keys", Mutants.perAttemptKeys()),
        new Mutant("call before commit", Mutants.callBeforeCommit()),
        new Mutant("compensate only confirmed steps", Mutants.compensateOnlyConfirmedSteps()),
        new Mutant("drop the payload hash", Mutants.dropThePayloadHash()),
        new Mutant("lose the attempt in a timer", Mutants.loseTheAttemptInATimer()),
        new Mutant("no fence on late answers", Mutants.noFenceOnLateAnswers()),
        new Mutant("refund without its own key", Mutants.refundWithoutItsOwnKey()),
        new Mutant("absence as proof", Mutants.absenceAsProof()),
        new Mutant("forget parked orders at restart", Mutants.forgetParkedOrders()),
        new Mutant("burn attempts while parked", Mutants.burnAttemptsWhileParked()));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) {
    Map<String, String> found = new TreeMap<>();
    for (long seed = 0; seed < SEEDS && found.isEmpty(); seed++) {
      SimulationReport report = new SimulationRun(seed, mutant.pieces(), false).run();
      report
          .violations()
          .forEach(violation ->
              found.putIfAbsent(
                  violation.guarantee().label(), report.name() + ": " + violation.message()));
    }
    assertThat(found).as("guarantees that the mutant '%s' breaks", mutant).isNotEmpty();
    Optional.of(found).ifPresent(f -> System.out.println(mutant + " -> " + f));
  }
}
