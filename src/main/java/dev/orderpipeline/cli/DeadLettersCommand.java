package dev.orderpipeline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description = {
      "What could not be processed, and waits for a person: malformed and conflicting records of"
          + " the input, commands that could not be applied, suspended orders.",
      "Nothing is redriven twice by accident: who did what about each is kept in the topics.",
      "",
      "  order-pipeline dead-letters list",
      "  order-pipeline dead-letters show orders.placed-3-17",
      "  order-pipeline dead-letters redrive --reason compensation_exhausted --why 'gateway is"
          + " back' --dry-run",
      ""
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListLettersCommand.class,
      ShowLetterCommand.class,
      RedriveCommand.class,
      EditAndRedriveCommand.class,
      DiscardCommand.class,
    })
final class DeadLettersCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "one of list, show, redrive, edit-and-redrive, discard is missing");
  }
}
