/// A deterministic simulation of the whole step protocol: the production machine, steps, stages,
/// outbox, codec, gateways' books and guarantees, on simulated Kafka, threads, clock and network.
///
/// A [dev.orderpipeline.simulation.protocol.SimulationRun] draws everything from its seed. In the
/// [dev.orderpipeline.simulation.protocol.World] processes with stream threads
/// ([dev.orderpipeline.simulation.protocol.SimThread]: one transaction each) run the tasks of
/// partitions; a [dev.orderpipeline.simulation.protocol.Plan] says what goes wrong: at every
/// [dev.orderpipeline.simulation.protocol.Point] of the protocol, on every call
/// ([dev.orderpipeline.simulation.protocol.CallFate]), at every commit and by the clock.
/// [dev.orderpipeline.simulation.protocol.LiveJudge] watches,
/// [dev.orderpipeline.simulation.protocol.FinalJudge] audits what is left.
///
/// What is not simulated: brokers that lose what they acknowledged, and clocks that run backwards.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.simulation.protocol;
