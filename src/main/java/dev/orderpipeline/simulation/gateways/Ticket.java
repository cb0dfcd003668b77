package dev.orderpipeline.simulation.gateways;

import java.util.Set;

/// A request being worked on. Moved along by [GatewayBooks] only, under its lock.
public final class Ticket {

  enum Stage {
    BEGUN,
    APPLIED,
    FINISHED,
    ABANDONED
  }

  private final EffectRequest request;
  private Stage stage = Stage.BEGUN;

  Ticket(EffectRequest request) {
    this.request = request;
  }

  public EffectRequest request() {
    return request;
  }

  /// The keys it holds while it is in flight.
  Set<String> keys() {
    return request instanceof EffectRequest.Undo undo && !undo.originalKey().equals(undo.key())
        ? Set.of(undo.key(), undo.originalKey())
        : Set.of(request.key());
  }

  void moveTo(Stage next) {
    boolean legal =
        switch (next) {
          case BEGUN -> false;
          case APPLIED, ABANDONED -> stage == Stage.BEGUN;
          case FINISHED -> stage == Stage.APPLIED;
        };
    if (!legal) {
      throw new IllegalStateException(
          "request with key " + request.key() + " is " + stage + ", cannot become " + next);
    }
    stage = next;
  }
}
