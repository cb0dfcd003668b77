package dev.orderpipeline.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Who does something to many orders at once, and why. Both are kept with what was done.
final class WhoAndWhy {

  private static final int MAX_WORDS = 128;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who does it. Default: the user, ${DEFAULT-VALUE}.",
      defaultValue = "${sys:user.name}")
  private String by = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Why; kept with what was done. Required unless --dry-run.")
  private String why = "";

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  boolean dryRun() {
    return dryRun;
  }

  String by() {
    return words("--by", by);
  }

  String why() {
    return words("--why", why);
  }

  /// @throws ParameterException if something is missing for doing it
  void check() {
    if (!dryRun) {
      by();
      why();
    }
  }

  private String words(String option, String text) {
    if (!dryRun && (text.isBlank() || text.length() > MAX_WORDS)) {
      throw new ParameterException(
          command.commandLine(),
          "%s is needed, with 1 to %d characters: it is kept with what was done"
              .formatted(option, MAX_WORDS));
    }
    return text;
  }
}
