package dev.orderpipeline.domain;

/// Where a record lies.
public record SourcePosition(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
