package dev.orderpipeline.operations.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.codec.IntakeWord.Kind;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.ControlAnswer.Outcome;
import dev.orderpipeline.operations.control.ControlRules.Ruling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlRulesTest {

  private static final Instant BEFORE = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant NOW = BEFORE.plusSeconds(60);
  private static final ControlState NOTHING = new ControlState(Optional.empty(), Map.of());
  private static final Act REALLY = new Act("ann", "because", false);
  private static final Act TRIAL = new Act("ann", "because", true);

  @Test
  void pausesAnOpenIntakeOnce() {
    Ruling first = ControlRules.pauseIntake(NOTHING, REALLY, NOW);
    assertThat(first.answer().outcome()).isEqualTo(Outcome.DONE);
    assertThat(first.intake())
        .contains(new IntakeWord(false, Kind.PAUSE, NOW, NOW, "ann", "because"));
    Ruling second = ControlRules.pauseIntake(closed(Kind.PAUSE), REALLY, NOW);
    assertThat(second.answer().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(second.intake()).isEmpty();
  }

  @Test
  void aPauseNeverTakesTheBrakesPlace() {
    Ruling ruling = ControlRules.pauseIntake(closed(Kind.BRAKE), REALLY, NOW);
    assertThat(ruling.intake()).isEmpty();
    assertThat(ruling.answer().message()).contains("BRAKE");
  }

  @Test
  void resumesWhatWasPausedAndNothingElse() {
    assertThat(ControlRules.resumeIntake(closed(Kind.PAUSE), REALLY, NOW).intake())
        .hasValueSatisfying(word -> assertThat(word.open()).isTrue());
    assertThat(ControlRules.resumeIntake(NOTHING, REALLY, NOW).answer().outcome())
        .isEqualTo(Outcome.NOTHING_TO_DO);
    for (Kind kind : List.of(Kind.BRAKE, Kind.RECOVERY)) {
      Ruling refused = ControlRules.resumeIntake(closed(kind), REALLY, NOW);
      assertThat(refused.answer().outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(refused.intake()).isEmpty();
    }
  }

  @Test
  void releasesTheBrakeAndNothingElse() {
    assertThat(ControlRules.release(closed(Kind.BRAKE), REALLY, NOW).intake())
        .contains(new IntakeWord(true, Kind.BRAKE, NOW, BEFORE, "ann", "because"));
    assertThat(ControlRules.release(NOTHING, REALLY, NOW).answer().outcome())
        .isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(ControlRules.release(closed(Kind.PAUSE), REALLY, NOW).answer().outcome())
        .isEqualTo(Outcome.REFUSED);
  }

  @Test
  void pausesTheLanesThatAreNotPaused() {
    GateWord forward = new GateWord(Gateway.PAYMENTS, Lane.FORWARD, true, BEFORE, "bob", "x");
    ControlState state = new ControlState(Optional.empty(), Map.of(forward.id(), forward));
    Ruling ruling =
        ControlRules.pauseGates(
            state, Gateway.PAYMENTS, List.of(Lane.FORWARD, Lane.COMPENSATION), REALLY, NOW);
    assertThat(ruling.gates())
        .containsExactly(
            new GateWord(Gateway.PAYMENTS, Lane.COMPENSATION, true, NOW, "ann", "because"));
    assertThat(
            ControlRules.pauseGates(state, Gateway.PAYMENTS, List.of(Lane.FORWARD), REALLY, NOW)
                .answer())
        .satisfies(answer -> {
          assertThat(answer.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
          assertThat(answer.message()).contains("payments/forward", "bob");
        });
    assertThat(
            ControlRules.resumeGates(
                    state, Gateway.PAYMENTS, List.of(Lane.FORWARD, Lane.COMPENSATION), REALLY, NOW)
                .gates())
        .containsExactly(
            new GateWord(Gateway.PAYMENTS, Lane.FORWARD, false, NOW, "ann", "because"));
  }

  @Test
  void aTrialSaysThatItIsOne() {
    assertThat(ControlRules.pauseIntake(NOTHING, TRIAL, NOW).answer().outcome())
        .isEqualTo(Outcome.WOULD_BE_DONE);
  }

  @Test
  void somebodyMustHaveAReason() {
    assertThat(new Act("ann", " ", false).problem())
        .contains("the reason must have 1 to 300 characters");
  }

  @Test
  void wordsAreReadAsTheyWereWritten() {
    IntakeWord intake = new IntakeWord(false, Kind.BRAKE, NOW, BEFORE, "ann", "because");
    assertThat(IntakeWord.read(intake.json(), BEFORE)).contains(intake);
    GateWord gate = new GateWord(Gateway.PAYMENTS, Lane.FORWARD, true, NOW, "ann", "because");
    assertThat(GateWord.read(gate.id(), gate.json(), BEFORE)).contains(gate);
    assertThat(GateWord.read("payments/sideways", gate.json(), BEFORE)).isEmpty();
    assertThat(GateWord.read(gate.id(), intake.json(), BEFORE)).isEmpty();
  }

  private static ControlState closed(Kind kind) {
    return new ControlState(
        Optional.of(new IntakeWord(false, kind, BEFORE, BEFORE, "bob", "x")), Map.of());
  }
}
