package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.SourcePosition;

/// At whose door an error is laid that no code foresaw.
public sealed interface Culprit {

  /// An input record that was being processed.
  record Input(SourcePosition at) implements Culprit {
    @Override
    public String toString() {
      return "the record at " + at;
    }
  }

  /// An order on its way that was being moved by an answer, by time, by a gate or by a restart.
  record Moved(String orderId) implements Culprit {
    @Override
    public String toString() {
      return "order " + orderId;
    }
  }
}
