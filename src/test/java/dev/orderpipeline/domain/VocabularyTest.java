package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The words that leave the process, in keys, records, metrics and logs: others read them, so they
/// do not change by the way.
class VocabularyTest {

  @ParameterizedTest
  @CsvSource({
    "CHARGE, charge, payments, forward",
    "RESERVE, reserve, inventory, forward",
    "REFUND, refund, payments, compensation",
    "RELEASE, release, inventory, compensation"
  })
  void stepsAreCalledByOneName(Step step, String label, String gateway, String lane) {
    assertThat(step.label()).isEqualTo(label);
    assertThat(step.gateway().label()).isEqualTo(gateway);
    assertThat(step.lane().label()).isEqualTo(lane);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(EveryInput.confirmed(Step.CHARGE), Classification.CONFIRMED, "confirmed"),
        Arguments.of(new Answer.Declined("c", "no"), Classification.NON_RETRYABLE, "c"),
        Arguments.of(new Answer.Rejected("c", "no"), Classification.NON_RETRYABLE, "c"),
        Arguments.of(
            new Answer.InFlight(Optional.empty()), Classification.IN_FLIGHT, "request_in_flight"),
        Arguments.of(new Answer.Unavailable("c"), Classification.UNAVAILABLE, "c"),
        Arguments.of(new Answer.TryLater("c", Optional.empty()), Classification.RETRYABLE, "c"),
        Arguments.of(new Answer.NotSent("c"), Classification.RETRYABLE, "c"),
        Arguments.of(new Answer.Unknown("c", true), Classification.RETRYABLE, "c"),
        Arguments.of(new Answer.Absent(), Classification.NON_RETRYABLE, "not_found"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersHaveAClassAndACode(Answer answer, Classification classification, String code) {
    assertThat(answer.classification()).isEqualTo(classification);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void completedAndFailedAreFinalAndNoOther() {
    assertThat(StateName.values())
        .filteredOn(StateName::isFinal)
        .containsExactly(StateName.COMPLETED, StateName.FAILED);
  }
}
