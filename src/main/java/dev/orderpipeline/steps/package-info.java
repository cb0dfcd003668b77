/// One strategy per step (what to send, what an answer means), and the protocol that every step
/// follows.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.steps;
