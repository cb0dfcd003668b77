package dev.orderpipeline.bench.variant;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A variant with settings of its own, as the command line names it: `floor`, or
/// `product:commit-interval=50ms+threads=1`. Several of one variant can run side by side.
///
/// @param text what it is called in this run
public record Spec(String text, Variant variant, Map<String, String> settings) {

  /// A plus before a key: JVM options have pluses of their own.
  private static final String JOINED = "\\+(?=[a-z][a-z0-9.-]*=)";

  public Spec {
    settings = Map.copyOf(settings);
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static Spec parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Spec(text, Variants.named(text), Map.of());
    }
    var settings = new LinkedHashMap<String, String>();
    Arrays.stream(text.substring(colon + 1).split(JOINED, -1))
        .forEach(setting -> {
          int equals = setting.indexOf('=');
          if (equals < 1) {
            throw new IllegalArgumentException(
                "'" + setting + "' in '" + text + "' must look like key=value");
          }
          settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        });
    return new Spec(text, Variants.named(text.substring(0, colon)), settings);
  }

  /// What a run of it is called: its own among all variants and rounds.
  public String runId(int round) {
    return "r%d-%s-%d".formatted(round, variant.name(), text.hashCode() & 0xffff);
  }

  /// Whether it is this variant as it comes.
  public boolean is(String name) {
    return text.equals(name);
  }
}
