package dev.orderpipeline.cli;

import dev.orderpipeline.operations.Act;
import org.jspecify.annotations.Nullable;
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
      description =
          "Why; kept with what is done, and shown in an order's history. Needed unless --dry-run.")
  private @Nullable String why;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// @throws ParameterException if who or why cannot be kept
  Act act() {
    Act act = new Act(by, why == null ? "" : why.strip(), dryRun);
    if (why == null && !dryRun) {
      throw wrong("--why is needed: it is kept with what is done");
    }
    if (why != null) {
      act.problem()
          .ifPresent(problem -> {
            throw wrong("--by and --why: " + problem);
          });
    }
    return act;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
