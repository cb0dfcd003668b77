package dev.orderpipeline.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the environment says about logs. It is read by `logback.xml`, which would be silent about a
/// value it does not know, and silent from then on.
final class LogEnvironment {

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "ORDER_PIPELINE_LOG_FORMAT", Set.of("text", "json"),
          "ORDER_PIPELINE_LOG_LEVEL", Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"));

  private LogEnvironment() {}

  /// What is wrong, if something is.
  static Optional<String> problem(Map<String, String> environment) {
    return ALLOWED.entrySet().stream()
        .filter(allowed -> environment.containsKey(allowed.getKey()))
        .filter(allowed -> !allowed.getValue().contains(environment.get(allowed.getKey())))
        .map(allowed ->
            "%s must be one of %s, was '%s'"
                .formatted(
                    allowed.getKey(),
                    String.join(", ", allowed.getValue().stream().sorted().toList()),
                    environment.get(allowed.getKey())))
        .sorted()
        .findFirst();
  }
}
