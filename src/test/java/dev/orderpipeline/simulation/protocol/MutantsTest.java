package dev.orderpipeline.simulation.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.operations.audit.GuaranteeName;
import dev.orderpipeline.operations.audit.Violation;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether the simulation would notice: bugs that systems like this one have had. Each has to be
/// found within so many seeds, and by the guarantee that it breaks.
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {

  private static final int SEEDS = 1_000;

  record Mutant(String name, GuaranteeName breaks, Supplier<Pieces> pieces) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant("per-attempt keys", GuaranteeName.MONEY_ADDS_UP, Mutants::perAttemptKeys),
        new Mutant(
            "call before commit", GuaranteeName.INTENT_BEFORE_CALL, Mutants::callBeforeCommit),
        new Mutant(
            "compensate only confirmed steps",
            GuaranteeName.MONEY_ADDS_UP,
            Mutants::compensateOnlyConfirmedSteps),
        new Mutant("drop the payload hash", GuaranteeName.REPLAY_SAFE, Mutants::dropThePayloadHash),
        new Mutant(
            "lose the attempt in a timer", GuaranteeName.BOUNDED, Mutants::loseTheAttemptInATimer),
        new Mutant(
            "no fence on late answers", GuaranteeName.MONEY_ADDS_UP, Mutants::noFenceOnLateAnswers),
        new Mutant(
            "refund without its own key",
            GuaranteeName.REPLAY_SAFE,
            Mutants::refundWithoutItsOwnKey),
        new Mutant("absence as proof", GuaranteeName.MONEY_ADDS_UP, Mutants::absenceAsProof),
        new Mutant(
            "forget parked orders at restart",
            GuaranteeName.NO_ORDER_STUCK,
            Mutants::forgetParkedOrders),
        new Mutant(
            "burn attempts while parked", GuaranteeName.BOUNDED, Mutants::burnAttemptsWhileParked));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) {
    Optional<String> found =
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> new SimulationRun(seed, mutant.pieces().get(), false).run())
            .flatMap(report ->
                report.violations().stream()
                    .filter(violation -> violation.guarantee() == mutant.breaks())
                    .map(violation -> report.name() + ": " + violation.message()))
            .findFirst();

    assertThat(found)
        .as("the mutant '%s' breaks %s within %d seeds", mutant, mutant.breaks(), SEEDS)
        .isPresent();
  }

  /// The mutant that drops the hash changes bodies too; that alone is not what is found.
  @Test
  void changedBodiesAreHeldBackByTheHash() {
    assertThat(
            LongStream.range(0, 100)
                .mapToObj(seed -> new SimulationRun(seed, Mutants.changingBodies(), false).run())
                // What was not published yet, the hash of a call that is out, is lost with the
                // memory.
                .filter(report -> !report.counts().containsKey("memories lost"))
                .flatMap(report -> report.violations().stream())
                .map(Violation::guarantee))
        .doesNotContain(GuaranteeName.REPLAY_SAFE, GuaranteeName.MONEY_ADDS_UP);
  }
}
