/// What looks at the product from outside, in a process of its own.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.telemetry;
