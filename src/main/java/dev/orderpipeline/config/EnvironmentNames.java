package dev.orderpipeline.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the environment sets: variables translated to keys.
///
/// @param values by key
/// @param unknown variables with our prefix that mean nothing
record EnvironmentNames(Map<String, String> values, List<ConfigProblem> unknown) {

  static final String ORIGIN = "environment variable";

  private static final String KAFKA = Setting.ENVIRONMENT_PREFIX + "KAFKA_";

  /// Read by the launcher and by the logging configuration, before there are settings.
  private static final Set<String> READ_ELSEWHERE =
      Set.of("ORDER_PIPELINE_JAVA_OPTS", "ORDER_PIPELINE_LOG_FORMAT", "ORDER_PIPELINE_LOG_LEVEL");

  static EnvironmentNames of(Map<String, String> environment) {
    var known = new HashMap<String, String>();
    Catalogue.all().forEach(s -> known.put(s.environment(), s.key()));
    var values = new HashMap<String, String>();
    var unknown = new ArrayList<ConfigProblem>();
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          String key = known.get(name);
          if (key != null) {
            values.put(key, value);
          } else if (name.startsWith(KAFKA)) {
            values.put(kafkaKey(name), value);
          } else if (name.startsWith(Setting.ENVIRONMENT_PREFIX)
              && !READ_ELSEWHERE.contains(name)) {
            String nearest = Nearest.to(name, known.keySet());
            unknown.add(new ConfigProblem.UnknownKey(name, ORIGIN, nearest));
          }
        });
    return new EnvironmentNames(Map.copyOf(values), List.copyOf(unknown));
  }

  /// Kafka's names have dots only: `ORDER_PIPELINE_KAFKA_X_Y` is `kafka.x.y`.
  private static String kafkaKey(String name) {
    return Catalogue.KAFKA_PREFIX
        + name.substring(KAFKA.length()).replace('_', '.').toLowerCase(Locale.ROOT);
  }
}
