/// The saga on Restate, in a process of its own and on a class path of its own: Restate's SDK is
/// made for Vert.x 4, the pipeline for Vert.x 5. Compiled by the Maven profile `restate`, with the
/// SDK's Vert.x, by [dev.orderpipeline.bench.restate.Installation].
///
/// In the order in which an order meets them: [SagaService] starts it all, [OrderSaga] takes a
/// [Placed] through its steps, [Gateways] makes the calls, [Outcomes] says what came of it.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.restate.service;
