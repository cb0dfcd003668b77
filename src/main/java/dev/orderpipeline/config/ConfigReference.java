package dev.orderpipeline.config;

import java.util.stream.Collectors;

/// The reference page of all settings, in Markdown.
public final class ConfigReference {

  private static final String HEAD =
      """
      # Settings

      Each source goes over the one before: built-in defaults, a file of `key = value` lines
      (`--config FILE`), the environment, the command line. An unknown key or a bad value stops the
      start. Durations are written `200ms`, `30s`, `15m`, `24h`, `7d`.

      Any `kafka.*` key is passed to the Kafka clients without its prefix; in the environment
      `ORDER_PIPELINE_KAFKA_SECURITY_PROTOCOL` is `kafka.security.protocol`. Three more variables are
      read before there are settings: `ORDER_PIPELINE_LOG_FORMAT` (`text` or `json`),
      `ORDER_PIPELINE_LOG_LEVEL` (`INFO`) and `ORDER_PIPELINE_JAVA_OPTS` (options for the JVM, read by
      the launcher in place of its own).

      | key | environment | default | meaning |
      |---|---|---|---|
      """;

  private ConfigReference() {}

  public static String markdown() {
    return Catalogue.all().stream()
        .map(ConfigReference::row)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String row(Setting setting) {
    String defaultText = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    return "| `%s` | `%s` | %s | %s%s |\n"
        .formatted(
            setting.key(),
            setting.environment(),
            defaultText,
            setting.meaning(),
            setting.secret() ? " Secret." : "");
  }
}
