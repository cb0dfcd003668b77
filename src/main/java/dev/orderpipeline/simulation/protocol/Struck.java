package dev.orderpipeline.simulation.protocol;

/// Carries a strike out of the production code that it hit.
final class Struck extends RuntimeException {

  private final Strike strike;

  Struck(Strike strike) {
    super(strike.name(), null, false, false);
    this.strike = strike;
  }

  Strike strike() {
    return strike;
  }
}
