package dev.orderpipeline.operations.audit;

/// Where a record lies.
///
/// @param partition from 0
/// @param offset from 0
public record Position(String topic, int partition, long offset) {

  /// As in messages everywhere: `orders.placed-3@17`.
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
