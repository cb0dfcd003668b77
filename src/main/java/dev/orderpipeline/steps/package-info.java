/// One strategy per step: what to send to the gateway, and what its answer must look like to be
/// believed. And the rules of the validate step.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.steps;
