package dev.orderpipeline.bench.report;

/// One of the product's instances was killed under load. Alone it was started again at once; of
/// several the others took over.
///
/// @param remembered finished orders in its store
/// @param standbys copies of every store
/// @param partitions that it owned
/// @param back of these, on which there were outcomes again
/// @param secondsToFirst from the kill to the first outcome, on any of them, of an order placed
///   after it; −1 if there was none
/// @param secondsToAll until each of them had one
/// @param orders placed around it
/// @param arrived outcomes of these
public record Crash(
    int remembered,
    int instances,
    int standbys,
    int partitions,
    int back,
    double secondsToFirst,
    double secondsToAll,
    int orders,
    int arrived) {

  /// Whether every order had its outcome, and every partition came back.
  boolean complete() {
    return arrived == orders && back == partitions;
  }

  /// Who took over, in words.
  public String how() {
    if (instances == 1) {
      return "alone, started again";
    }
    return "the other of %d takes over, %s"
        .formatted(instances, standbys == 0 ? "no standby" : standbys + " standby");
  }
}
