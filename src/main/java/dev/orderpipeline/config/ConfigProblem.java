package dev.orderpipeline.config;

/// Why settings cannot be used.
public sealed interface ConfigProblem {

  /// One line: the key, what is wrong with it, where it came from and what would be right.
  String message();

  /// Does not quote the value: behind a mistyped key may be a secret.
  ///
  /// @param origin `file x.properties`, `environment variable X`, `command line`
  /// @param nearest the known name that is most like it, in the spelling of the origin
  record UnknownKey(String key, String origin, String nearest) implements ConfigProblem {
    @Override
    public String message() {
      return "unknown setting %s (%s): did you mean %s?".formatted(key, origin, nearest);
    }
  }

  record BadValue(String key, String value, String origin, String allowed)
      implements ConfigProblem {
    @Override
    public String message() {
      return "%s is '%s' (%s): allowed is %s".formatted(key, value, origin, allowed);
    }
  }

  record UnreadableFile(String file, String reason) implements ConfigProblem {
    @Override
    public String message() {
      return "cannot read the settings in %s: %s".formatted(file, reason);
    }
  }
}
