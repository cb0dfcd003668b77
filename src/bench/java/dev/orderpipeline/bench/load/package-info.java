/// The load: a process of its own that publishes the same orders to every variant.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.load;
