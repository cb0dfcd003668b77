/// Outbound HTTP: the resilience stack, assembled in one visible place, and the classification of
/// answers.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.gateways;
