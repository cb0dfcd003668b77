package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.steps.Requests;
import dev.orderpipeline.steps.Rules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/// What all tasks of the process share. Every part is thread-safe.
///
/// @param gates the gate of each step's gateway and lane
/// @param memory how long finished orders are remembered; an unknown record older than that is not
///   started
/// @param resendWindow how long after its original a record that was published again is still
///   started; shorter than the gateways remember a key, because the original may have been charged
/// @param quarantine whose processing has failed
/// @param writer makes an order's snapshot
public record PipelineParts(
    Decider machine,
    Requests steps,
    Rules rules,
    Function<Step, Gate> gates,
    Capacity capacity,
    PipelineEvents events,
    InstantSource clock,
    Duration memory,
    Duration resendWindow,
    Quarantine quarantine,
    Function<Order, byte[]> writer) {}
