/// Order Pipeline: an event-driven order processor on Kafka Streams. Every order reaches exactly
/// one outcome, and money and stock always add up, whatever crashes.
///
/// The packages, in the order an order meets them:
///
/// - `codec` reads the bytes of `OrderPlaced` within bounds;
/// - `stream` brings them from Kafka to the node that owns the order, and writes what is decided,
///   in one transaction;
/// - `protocol` is the step protocol that the nodes run: decide and write, commit then call,
///   complete on the owner's thread, recover;
/// - `domain` decides: a pure machine from (order, input, now) to (order', effects);
/// - `steps` say what to send to a gateway and which answers to believe;
/// - `gateways` call, behind breakers and limits, and classify what came back;
/// - `http` takes orders in and tells about them, any instance about all;
/// - `operations` prove, replay and repair; `cli` and `config` are how people run it;
/// - `simulation` is a world to run it in: a broker, gateways, producers.
///
/// To change the pipeline, read six files: this one, [dev.orderpipeline.domain.OrderState],
/// [dev.orderpipeline.domain.OrderMachine], `stream.PipelineTopology`,
/// [dev.orderpipeline.gateways.GatewayStack], [dev.orderpipeline.Pipeline].
@org.jspecify.annotations.NullMarked
package dev.orderpipeline;
