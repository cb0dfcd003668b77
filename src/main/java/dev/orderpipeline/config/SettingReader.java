package dev.orderpipeline.config;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads texts as types, for one group of keys. Throws [InvalidSetting] with the key relative to
/// the group.
final class SettingReader {

  private static final String AUTO = "auto";

  private final SmallRyeConfig config;
  private final String prefix;

  /// @param prefix of the group, empty or ending in a dot
  SettingReader(SmallRyeConfig config, String prefix) {
    this.config = config;
    this.prefix = prefix;
  }

  /// Reads a subgroup, naming it in what is thrown.
  <T> T group(String name, Function<SettingReader, T> read) {
    try {
      return read.apply(new SettingReader(config, prefix + name + "."));
    } catch (InvalidSetting e) {
      throw e.under(name);
    }
  }

  String text(String key) {
    String value = config.getConfigValue(prefix + key).getValue();
    return value == null ? "" : value.strip();
  }

  Optional<String> optionalText(String key) {
    return Optional.of(text(key)).filter(t -> !t.isEmpty());
  }

  Optional<Secret> secret(String key) {
    return optionalText(key).map(Secret::new);
  }

  int integer(String key) {
    long value = whole(key);
    Check.between(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return (int) value;
  }

  long whole(String key) {
    String text = text(key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidSetting(key, text, "a whole number");
    }
  }

  /// Empty for `auto`.
  OptionalInt integerOrAuto(String key) {
    return text(key).equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(integer(key));
  }

  boolean flag(String key) {
    String text = text(key);
    Check.matches(key, text, "true|false", "true or false");
    return Boolean.parseBoolean(text);
  }

  Duration duration(String key) {
    String text = text(key);
    return DurationText.parse(text)
        .orElseThrow(() -> new InvalidSetting(key, text, DurationText.ALLOWED));
  }

  URI uri(String key) {
    String text = text(key);
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(key, text, "a URL");
    }
  }

  Set<Currency> currencies(String key) {
    String text = text(key);
    if (text.equals("all")) {
      return Currency.getAvailableCurrencies();
    }
    try {
      return Arrays.stream(text.split(","))
          .map(code -> Currency.getInstance(code.strip()))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(key, text, "ISO 4217 codes separated by commas, or all");
    }
  }

  /// Every key of this group that is set, but for those named.
  Map<String, String> others(Set<String> named) {
    var others = new HashMap<String, String>();
    for (String key : config.getPropertyNames()) {
      if (key.startsWith(prefix) && !named.contains(key.substring(prefix.length()))) {
        String relative = key.substring(prefix.length());
        others.put(relative, text(relative));
      }
    }
    return others;
  }
}
