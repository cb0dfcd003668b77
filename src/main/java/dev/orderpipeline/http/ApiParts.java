package dev.orderpipeline.http;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.gateways.RecentCalls;
import dev.orderpipeline.http.console.Switchboard;
import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.stream.OrderQueries;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.telemetry.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the API shows and where it hands things to.
///
/// @param client Kafka client settings, `bootstrap.servers` among them
/// @param wakeUpAt when time moves an order next
/// @param intakeClosed whether this instance takes nothing in
/// @param intake what keeps it closed, other than its limit
/// @param resendWindow how long after its original a record may begin an order that is published
///   again
/// @param memory how long finished orders are remembered
/// @param isRunning whether all partitions are restored and being processed
/// @param hasFailed whether an error has stopped the pipeline
/// @param metrics what is measured; empty if nothing is
/// @param switches that the console shows; empty anywhere but in the demo
public record ApiParts(
    String pipelineId,
    TopicNames topics,
    Map<String, Object> client,
    OrderQueries queries,
    Function<Order, Optional<Instant>> wakeUpAt,
    Supplier<List<GateStatus>> gates,
    RecentCalls calls,
    Duration resendWindow,
    Duration memory,
    Capacity capacity,
    BooleanSupplier intakeClosed,
    IntakeSwitch intake,
    BooleanSupplier isRunning,
    BooleanSupplier hasFailed,
    Optional<Metrics> metrics,
    Optional<Switchboard> switches) {

  public ApiParts {
    client = Map.copyOf(client);
  }
}
