/// Embedded Kafka, simulated gateways and the order generator: for demo, tests and chaos; not in
/// the service image.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.simulation;
