/// The order, its states, the inputs that reach it and the effects it asks for: pure decisions on
/// JDK types, with no Kafka, HTTP, clock, thread or randomness.
///
/// Read in this order: [dev.orderpipeline.domain.OrderState] (what can be true of an order),
/// [dev.orderpipeline.domain.Input] (what can happen to it),
/// [dev.orderpipeline.domain.OrderMachine] (what follows), [dev.orderpipeline.domain.Effect] (what
/// the outside has to do about it).
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.domain;
