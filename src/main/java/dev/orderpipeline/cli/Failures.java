package dev.orderpipeline.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What people see when a command cannot be run or fails: one line on stderr that says what and
/// why.
final class Failures {

  private Failures() {}

  static int askedForWrongly(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + name + " --help'.");
    return ExitCode.USAGE;
  }

  static int unexpected(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    OrderPipeline root =
        command.getCommandSpec().root().userObject() instanceof OrderPipeline r ? r : null;
    boolean verbose = root != null && root.verbose;
    err.println(command.getCommandSpec().qualifiedName() + ": " + reason(e));
    if (verbose) {
      e.printStackTrace(err);
    } else {
      err.println("Run with --verbose for the stack trace.");
    }
    return ExitCode.SOFTWARE;
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    String own = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    Throwable cause = e.getCause();
    return cause == null ? own : own + " (" + reason(cause) + ")";
  }
}
