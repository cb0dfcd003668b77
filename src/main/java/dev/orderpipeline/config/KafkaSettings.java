package dev.orderpipeline.config;

import java.util.HashMap;
import java.util.Map;

/// Where Kafka is and how to speak to it.
///
/// @param extra settings for the clients, by Kafka's names
public record KafkaSettings(String bootstrapServers, Map<String, String> extra) {

  public KafkaSettings {
    Check.matches(
        "bootstrap.servers",
        bootstrapServers,
        "[^\\s,]+:\\d+(,[^\\s,]+:\\d+)*",
        "host:port, separated by commas");
    extra = Map.copyOf(extra);
  }

  /// What every Kafka client of this process is made with.
  public Map<String, Object> clientProperties() {
    var all = new HashMap<String, Object>(extra);
    all.put("bootstrap.servers", bootstrapServers);
    return Map.copyOf(all);
  }

  /// Names of the extra settings only: there are passwords among the values.
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", extra=" + extra.keySet() + "]";
  }
}
