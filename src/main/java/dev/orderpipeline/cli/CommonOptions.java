package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.config.ConfigProblem;
import dev.orderpipeline.config.LoadedSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.config.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that commands share; a command takes them with `@Mixin CommonOptions common`.
public final class CommonOptions {

  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is. Default: kafka.bootstrap.servers, localhost:9092.")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as 'key = value' lines.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// Settings from file, environment and options.
  ///
  /// @throws ParameterException naming every problem, so that the command exits with 2
  public Settings settings() {
    return settings(Map.of());
  }

  /// Settings from file, environment and options.
  ///
  /// @param overrides by key, from options of the command's own
  /// @throws ParameterException naming every problem, so that the command exits with 2
  public Settings settings(Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    if (bootstrapServer != null) {
      all.put("kafka.bootstrap.servers", bootstrapServer);
    }
    return switch (new SettingsLoader(environment()).load(Optional.ofNullable(config), all)) {
      case LoadedSettings.Usable usable -> usable.settings();
      case LoadedSettings.Unusable unusable ->
          throw new ParameterException(
              command.commandLine(),
              unusable.problems().stream()
                  .map(ConfigProblem::message)
                  .collect(Collectors.joining(System.lineSeparator())));
    };
  }

  /// Whether output is for programs.
  public boolean json() {
    return json;
  }

  /// One line on stdout.
  public void print(String line) {
    command.commandLine().getOut().println(line);
  }

  public void print(JsonNode document) {
    print(document.toString());
  }

  /// One line on stderr, under the command's name.
  public void complain(String line) {
    command.commandLine().getErr().println(command.qualifiedName() + ": " + line);
  }

  /// One line on stderr that is no complaint: progress, advice.
  public void note(String line) {
    command.commandLine().getErr().println(line);
  }

  private Map<String, String> environment() {
    return ((OrderPipeline) command.root().userObject()).environment();
  }
}
