package dev.orderpipeline.stream.topics;

/// Where a record lies.
public record RecordPosition(String topic, int partition, long offset) {

  /// For messages: `orders.placed-3@17`.
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
