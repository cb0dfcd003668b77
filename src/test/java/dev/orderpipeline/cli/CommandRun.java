package dev.orderpipeline.cli;

import dev.orderpipeline.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// What a command left behind.
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(String... args) {
    return with(Map.of(), args);
  }

  /// Against the pipeline of a test's world.
  public static CommandRun in(World world, String... args) {
    return with(world.environment(), args);
  }

  public static CommandRun with(Map<String, String> environment, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        OrderPipeline.commandLine(environment)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
