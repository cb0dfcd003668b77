package dev.orderpipeline.stream.topics;

import java.util.List;

/// The topics that Kafka Streams keeps the pipeline's memory in, named as it names them.
///
/// @param pipelineId the Streams application id
public record InternalTopics(String pipelineId) {

  /// The store of the orders on their way.
  public static final String ACTIVE_STORE = "orders-active";

  /// The store of the finished orders that are remembered.
  public static final String FINISHED_STORE = "orders-finished";

  public String active() {
    return changelog(ACTIVE_STORE);
  }

  public String finished() {
    return changelog(FINISHED_STORE);
  }

  public List<String> all() {
    return List.of(active(), finished());
  }

  private String changelog(String store) {
    return pipelineId + "-" + store + "-changelog";
  }
}
