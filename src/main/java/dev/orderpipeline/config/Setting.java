package dev.orderpipeline.config;

import java.util.Locale;

/// One key that can be set.
///
/// @param key as in a file: `gateways.payments.url`
/// @param defaultText as in a file; empty for none
/// @param meaning for the reference page: one sentence with unit and range
/// @param secret whether its value must never be printed
record Setting(String key, String defaultText, String meaning, boolean secret) {

  static final String ENVIRONMENT_PREFIX = "ORDER_PIPELINE_";

  static Setting of(String key, String defaultText, String meaning) {
    return new Setting(key, defaultText, meaning, false);
  }

  static Setting secret(String key, String meaning) {
    return new Setting(key, "", meaning, true);
  }

  /// The name of the environment variable that sets it.
  String environment() {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
