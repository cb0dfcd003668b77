/// Simulated payment and inventory gateways: real idempotency, a durable ledger, and every way of
/// failing that a pipeline has to survive.
///
/// A request meets, in this order: [dev.orderpipeline.simulation.gateways.FaultDice] (does it fail,
/// and how), [dev.orderpipeline.simulation.gateways.EffectRequestJson] (is it well-formed),
/// [dev.orderpipeline.simulation.gateways.GatewayBooks] (what it does; pure, shared with the
/// deterministic simulation), [dev.orderpipeline.simulation.gateways.LedgerFile] (it is written
/// down), and only then is answered. [dev.orderpipeline.simulation.gateways.SimulatedGateways] puts
/// them together behind HTTP.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.simulation.gateways;
