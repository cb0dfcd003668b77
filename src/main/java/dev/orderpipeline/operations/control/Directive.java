package dev.orderpipeline.operations.control;

/// Who orders something, and why.
///
/// @param dryRun only to be told what would be done
public record Directive(String by, String why, boolean dryRun) {

  /// Words are kept with what they are about.
  public static final int MAX_WORDS = 500;

  public Directive {
    check("by", by);
    check("why", why);
  }

  private static void check(String name, String words) {
    if (words.isBlank() || words.length() > MAX_WORDS) {
      throw new IllegalArgumentException(
          "'%s' must have 1 to %d characters, had %d".formatted(name, MAX_WORDS, words.length()));
    }
  }
}
