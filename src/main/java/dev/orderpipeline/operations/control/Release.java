package dev.orderpipeline.operations.control;

import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.LetterFilter;
import dev.orderpipeline.operations.letters.LetterStatus;
import dev.orderpipeline.operations.letters.Outcome;
import dev.orderpipeline.operations.letters.Redriving;
import dev.orderpipeline.protocol.Admission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lifts the brake, and redrives what became a dead letter because of an error in the code since
/// the trouble began: that was no fault of the input. Blocks its caller.
///
/// @param rules of redriving
public record Release(ControlDesk desk, LetterActions letters, Redriving rules) {

  /// First the letters, then the brake: an interruption leaves the brake on, and doing it again
  /// redrives nothing twice.
  public ControlAnswer release(Act order) {
    Optional<IntakeWord> brake =
        desk.state().closed().filter(word -> word.kind() == IntakeWord.Kind.BRAKE);
    if (brake.isEmpty()) {
      return desk.release(order);
    }
    Instant since = brake.get().since();
    List<Outcome> outcomes = letters.redrive(box -> box.select(failedSince(since)), rules, order);
    ControlAnswer answer = desk.release(order);
    return new ControlAnswer(answer.outcome(), answer.message() + told(outcomes, since));
  }

  private static LetterFilter failedSince(Instant since) {
    return new LetterFilter(
        Set.of(Admission.PROCESSING_FAILED),
        Optional.of(since),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(LetterStatus.OPEN, LetterStatus.BACK_AGAIN),
        Optional.empty(),
        Optional.empty());
  }

  private static String told(List<Outcome> outcomes, Instant since) {
    long redriven = outcomes.stream().filter(Outcome::acts).count();
    long refused = outcomes.stream().filter(Outcome::refused).count();
    String sum =
        "; dead letters %s since %s redriven: %d"
            .formatted(Admission.PROCESSING_FAILED, since, redriven);
    return refused == 0 ? sum : sum + ", and %d not (see `dead-letters list`)".formatted(refused);
  }
}
