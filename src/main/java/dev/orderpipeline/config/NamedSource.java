package dev.orderpipeline.config;

import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/// A source whose name can be quoted to people as it is.
final class NamedSource extends MapBackedConfigSource {

  NamedSource(String name, Map<String, String> values, int ordinal) {
    super(name, values, ordinal);
  }
}
