package dev.orderpipeline.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Loads settings, each source over the one before: built-in defaults, a file, the environment, the
/// command line. A key that is not known is a problem, not ignored.
public final class SettingsLoader {

  private static final String COMMAND_LINE = "command line";

  private final Map<String, String> environment;

  /// @param environment as of `System.getenv()`
  public SettingsLoader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// Reads all sources and checks what they come to.
  ///
  /// @param file in the format of `java.util.Properties`, UTF-8
  /// @param overrides by key, from the command line
  public LoadedSettings load(Optional<Path> file, Map<String, String> overrides) {
    Map<String, String> fromFile = Map.of();
    String fileOrigin = "no file";
    if (file.isPresent()) {
      fileOrigin = "file " + file.get();
      try {
        fromFile = read(file.get());
      } catch (IOException | IllegalArgumentException e) {
        // IllegalArgumentException: a malformed \\u escape.
        return new LoadedSettings.Unusable(
            List.of(new ConfigProblem.UnreadableFile(file.get().toString(), e.toString())));
      }
    }
    var variables = EnvironmentNames.of(environment);
    var problems = new ArrayList<ConfigProblem>(variables.unknown());
    problems.addAll(unknown(fromFile, fileOrigin));
    problems.addAll(unknown(overrides, COMMAND_LINE));
    if (!problems.isEmpty()) {
      return new LoadedSettings.Unusable(problems);
    }
    return read(
        new SmallRyeConfigBuilder()
            .withSources(
                new NamedSource("default", defaults(), 100),
                new NamedSource(fileOrigin, fromFile, 200),
                new NamedSource(EnvironmentNames.ORIGIN, variables.values(), 300),
                new NamedSource(COMMAND_LINE, overrides, 400))
            .build());
  }

  private static LoadedSettings read(SmallRyeConfig config) {
    try {
      return new LoadedSettings.Usable(SettingsTree.read(new SettingReader(config, "")));
    } catch (InvalidSetting e) {
      return new LoadedSettings.Unusable(List.of(badValue(config, e)));
    }
  }

  private static ConfigProblem badValue(SmallRyeConfig config, InvalidSetting invalid) {
    Optional<Setting> setting = Catalogue.find(invalid.key());
    String source = config.getConfigValue(invalid.key()).getConfigSourceName();
    String origin =
        EnvironmentNames.ORIGIN.equals(source)
            ? source + " " + setting.map(Setting::environment).orElse("")
            : String.valueOf(source);
    String value = setting.map(Setting::secret).orElse(false) ? "***" : invalid.value();
    return new ConfigProblem.BadValue(invalid.key(), value, origin, invalid.allowed());
  }

  private static List<ConfigProblem> unknown(Map<String, String> values, String origin) {
    List<String> known = Catalogue.all().stream().map(Setting::key).toList();
    return values.keySet().stream()
        .filter(key -> !known.contains(key) && !key.startsWith(Catalogue.KAFKA_PREFIX))
        .sorted()
        .<ConfigProblem>map(
            key -> new ConfigProblem.UnknownKey(key, origin, Nearest.to(key, known)))
        .toList();
  }

  private static Map<String, String> defaults() {
    var defaults = new HashMap<String, String>();
    Catalogue.all().forEach(s -> defaults.put(s.key(), s.defaultText()));
    return defaults;
  }

  private static Map<String, String> read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    var values = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    return values;
  }
}
