package dev.orderpipeline.domain;

/// Writes request bodies: a pure function of what was placed and what earlier steps were answered.
@FunctionalInterface
public interface Payloads {

  Payload of(Step step, Order order);
}
