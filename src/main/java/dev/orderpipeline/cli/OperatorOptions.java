package dev.orderpipeline.cli;

import dev.orderpipeline.operations.letters.Act;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What every command says that changes the course of things.
final class OperatorOptions {

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who asks; kept with what is done. Default: the user's name, ${DEFAULT-VALUE}.")
  private String by = System.getProperty("user.name", "");

  @Option(
      names = {"--why", "--evidence"},
      paramLabel = "TEXT",
      required = true,
      description = "Why; kept with what is done, and shown in the order's history.")
  private String why = "";

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// @throws ParameterException if who or why cannot be kept
  Act act() {
    Act act = new Act(by, why.strip(), dryRun);
    act.problem()
        .ifPresent(problem -> {
          throw new ParameterException(
              command.commandLine(),
              "--by and --why: %s".formatted(problem.toLowerCase(Locale.ROOT)));
        });
    return act;
  }
}
