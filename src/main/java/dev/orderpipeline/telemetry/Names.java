package dev.orderpipeline.telemetry;

import java.util.Locale;

/// How the values of enums are written in labels.
final class Names {

  private Names() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
