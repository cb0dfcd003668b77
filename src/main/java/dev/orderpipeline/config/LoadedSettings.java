package dev.orderpipeline.config;

import java.util.List;

/// What loading settings came to.
public sealed interface LoadedSettings {

  record Usable(Settings settings) implements LoadedSettings {}

  /// Nothing can start with these.
  ///
  /// @param problems at least one
  record Unusable(List<ConfigProblem> problems) implements LoadedSettings {
    public Unusable {
      problems = List.copyOf(problems);
    }
  }
}
