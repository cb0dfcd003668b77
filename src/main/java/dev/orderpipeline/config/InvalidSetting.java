package dev.orderpipeline.config;

/// A value that a settings record does not take. Says which one by the key relative to the record;
/// whoever knows where the record hangs in the tree adds the rest with [#under].
public final class InvalidSetting extends IllegalArgumentException {

  private final String key;
  private final String value;
  private final String allowed;

  InvalidSetting(String key, String value, String allowed) {
    super("%s is '%s', allowed is %s".formatted(key, value, allowed));
    this.key = key;
    this.value = value;
    this.allowed = allowed;
  }

  InvalidSetting under(String group) {
    var qualified = new InvalidSetting(group + "." + key, value, allowed);
    qualified.addSuppressed(this);
    return qualified;
  }

  public String key() {
    return key;
  }

  /// The offending value as text, or a placeholder for a secret.
  public String value() {
    return value;
  }

  public String allowed() {
    return allowed;
  }
}
