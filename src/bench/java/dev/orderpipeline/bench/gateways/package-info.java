/// The gateways of a bench: correct when all goes well, and cheap.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.gateways;
