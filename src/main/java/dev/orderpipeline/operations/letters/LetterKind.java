package dev.orderpipeline.operations.letters;

/// What a dead letter is about, by which it is told what redriving means.
public enum LetterKind {
  /// A record of the input that became no order.
  INPUT("input"),
  /// A command that could not be applied.
  COMMAND("command"),
  /// An order that only a person can move on.
  SUSPENDED("suspended order"),
  /// Something that the pipeline did not write.
  FOREIGN("foreign");

  private final String label;

  LetterKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
