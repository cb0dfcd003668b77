package dev.orderpipeline.http;

import dev.orderpipeline.config.HttpSettings;
import dev.orderpipeline.config.LoadedSettings;
import dev.orderpipeline.config.SettingsLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Settings of an HTTP server on a free port, for tests.
public final class HttpServer {

  private HttpServer() {}

  public static HttpSettings settings(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(Map.of("http.port", "0"));
    all.putAll(overrides);
    return switch (new SettingsLoader(Map.of()).load(Optional.empty(), all)) {
      case LoadedSettings.Usable usable -> usable.settings().http();
      case LoadedSettings.Unusable unusable ->
          throw new IllegalArgumentException(unusable.problems().toString());
    };
  }
}
