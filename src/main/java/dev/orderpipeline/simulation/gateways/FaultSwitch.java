package dev.orderpipeline.simulation.gateways;

/// The fault settings in force. Thread-safe; a change holds from the next request on.
public final class FaultSwitch {

  private volatile FaultSettings settings;

  FaultSwitch(FaultSettings initial) {
    this.settings = initial;
  }

  public FaultSettings get() {
    return settings;
  }

  /// Replaces all settings.
  public void set(FaultSettings next) {
    settings = next;
  }

  /// As [#set], in the one-line form of [FaultSettings#parse].
  public void set(String line) {
    set(FaultSettings.parse(line));
  }

  public void clear() {
    set(FaultSettings.NONE);
  }
}
