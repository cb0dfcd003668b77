package dev.orderpipeline.operations;

import dev.orderpipeline.codec.Utf8;
import java.util.Optional;

/// Who does something, and why. Both are kept with what is done.
///
/// @param dryRun only say what would be done
public record Act(String by, String why, boolean dryRun) {

  public static final int MOST_OF_BY = 128;
  public static final int MOST_OF_WHY = 300;

  /// What is wrong with who and why, for whoever typed it.
  public Optional<String> problem() {
    return problem("who asks", by, MOST_OF_BY).or(() -> problem("the reason", why, MOST_OF_WHY));
  }

  private static Optional<String> problem(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      return Optional.of("%s must have 1 to %d characters".formatted(what, most));
    }
    return text.chars().anyMatch(Character::isISOControl) || !Utf8.canCarry(text)
        ? Optional.of("%s must be one line of text".formatted(what))
        : Optional.empty();
  }
}
