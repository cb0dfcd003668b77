package dev.orderpipeline.cli;

import dev.orderpipeline.config.DurationText;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How long a command waits for the pipeline.
final class PatienceOption {

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "30s",
      description = "How long to wait for the pipeline to deal with it. Default: 30s.")
  private String wait = "30s";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  Duration time() {
    return parse(wait, command.commandLine());
  }

  /// @throws ParameterException if it is no duration
  static Duration parse(String wait, CommandLine command) {
    return DurationText.parse(wait)
        .orElseThrow(() ->
            new ParameterException(
                command, "--wait is '%s', write it like 30s or 2m".formatted(wait)));
  }
}
