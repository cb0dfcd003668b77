package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.steps.Rules;
import java.time.Duration;

/// The sizes and settings of one simulated system.
///
/// @param threads a process
/// @param batch most records that one poll brings for a partition and topic
/// @param activeLimit active orders a process
/// @param gateLimit calls in flight a gate
/// @param productionGates the production breakers on virtual time, instead of gates that follow the
///   schedule
/// @param memory how long finished orders are remembered
/// @param timeoutMillis after which the client gives up on a call
/// @param hungMillis after which it does so if it hangs; longer than `policy.answerWithin`
/// @param sessionMillis after which the group gives a silent process's partitions away
record Setup(
    int partitions,
    int processes,
    int threads,
    int batch,
    int activeLimit,
    int gateLimit,
    boolean productionGates,
    MachinePolicy policy,
    Rules rules,
    Duration memory,
    int timeoutMillis,
    int hungMillis,
    int sessionMillis) {

  Setup withActiveLimit(int limit) {
    return new Setup(
        partitions,
        processes,
        threads,
        batch,
        limit,
        gateLimit,
        productionGates,
        policy,
        rules,
        memory,
        timeoutMillis,
        hungMillis,
        sessionMillis);
  }
}
