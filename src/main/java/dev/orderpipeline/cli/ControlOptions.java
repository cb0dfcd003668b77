package dev.orderpipeline.cli;

import dev.orderpipeline.operations.control.Directive;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options of every command that changes something; it takes them with `@Mixin`.
final class ControlOptions {

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who does it. Default: the name of the user who runs this.")
  private @Nullable String by;

  @Option(
      names = "--why",
      paramLabel = "REASON",
      required = true,
      description = "Why: kept with what is done.")
  private String why = "";

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// @throws ParameterException if who or why is not usable, so that the command exits with 2
  Directive directive() {
    try {
      return new Directive(by(), why, dryRun);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--" + String.valueOf(e.getMessage()).replace("'", ""));
    }
  }

  public String by() {
    return by == null ? System.getProperty("user.name", "unknown") : by;
  }

  public String why() {
    return why;
  }

  public boolean dryRun() {
    return dryRun;
  }
}
