package dev.orderpipeline.operations.control;

import dev.orderpipeline.operations.letters.Act;

/// Who orders something, and why.
///
/// @param dryRun only to be told what would be done
public record Directive(String by, String why, boolean dryRun) {

  public Directive {
    check("by", by, Act.MOST_OF_BY);
    check("why", why, Act.MOST_OF_WHY);
  }

  private static void check(String name, String words, int most) {
    if (words.isBlank() || words.length() > most) {
      throw new IllegalArgumentException(
          "'%s' must have 1 to %d characters, had %d".formatted(name, most, words.length()));
    }
  }
}
