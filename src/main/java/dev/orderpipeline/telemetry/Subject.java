package dev.orderpipeline.telemetry;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.stream.CommittedOrders;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What is measured of a running pipeline.
///
/// @param active orders on their way at this instance, as committed
/// @param orderDeadline from admission to the outcome, or to being undone
public record Subject(
    CommittedOrders committed,
    Supplier<Stream<Order>> active,
    Supplier<List<GateStatus>> gates,
    BooleanSupplier intakeClosed,
    Duration orderDeadline) {}
