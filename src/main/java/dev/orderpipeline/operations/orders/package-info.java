/// Operators act on one order: [dev.orderpipeline.operations.orders.Cancelling] stops it,
/// [dev.orderpipeline.operations.orders.Resolving] moves a suspended one on. Both look first, send
/// a command, wait until the pipeline has dealt with it and tell what came of it; the order itself
/// decides. [dev.orderpipeline.operations.orders.OrderDesk] reads and writes the topics.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.operations.orders;
