/// The step protocol: decide and write, commit then call, complete on the owner's thread, recover.
/// It knows neither Kafka nor HTTP, so a simulation can run it as it is.
///
/// In the order an order meets it: [dev.orderpipeline.protocol.Admission] takes records in,
/// [dev.orderpipeline.protocol.Stage] owns the orders in the states of one pipeline node,
/// [dev.orderpipeline.protocol.OrderBook] keeps them, [dev.orderpipeline.protocol.IntentOutbox]
/// holds calls back until their intent is committed, [dev.orderpipeline.protocol.Mailbox] brings
/// the answers to the owner.
///
/// Everything here belongs to one partition's task and runs on its stream thread, except where a
/// class says otherwise.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.protocol;
