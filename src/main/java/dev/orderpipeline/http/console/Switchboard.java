package dev.orderpipeline.http.console;

import java.util.List;

/// Switches that a person may flip on the page: the demo's simulated faults. A service has none.
/// Called on any thread; must not block.
public interface Switchboard {

  List<Picture.Switch> switches();

  /// @return false if there is no such switch
  boolean flip(String id, boolean on);
}
