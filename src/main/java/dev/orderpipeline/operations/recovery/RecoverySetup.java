package dev.orderpipeline.operations.recovery;

import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whose orders are brought back, and from where.
///
/// @param client Kafka client settings, `bootstrap.servers` among them
/// @param topics of the pipeline that gets the orders
/// @param from further prefixes whose topics of states are read, of a pipeline that had the same id
/// @param memory how long finished orders are remembered
/// @param resendWindow how long after its first request a step may send it again
/// @param rate most records published a second
/// @param readLimit for reading the topics once
/// @param mostOrders that may be kept in mind, about 200 bytes each
public record RecoverySetup(
    Map<String, Object> client,
    String pipelineId,
    TopicNames topics,
    List<String> from,
    Duration memory,
    Duration resendWindow,
    int rate,
    Duration readLimit,
    int mostOrders,
    InstantSource clock) {

  public RecoverySetup {
    client = Map.copyOf(client);
    from = List.copyOf(from);
  }

  /// The same, read from these prefixes too.
  RecoverySetup with(List<String> prefixes) {
    return new RecoverySetup(
        client,
        pipelineId,
        topics,
        prefixes,
        memory,
        resendWindow,
        rate,
        readLimit,
        mostOrders,
        clock);
  }

  /// All topics that orders are looked for in.
  List<TopicNames> sources() {
    return Stream.concat(from.stream().map(TopicNames::new), Stream.of(topics)).distinct().toList();
  }
}
