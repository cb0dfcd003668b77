/// Microbenches of what every order passes through: what it costs and what it allocates.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.jmh;
