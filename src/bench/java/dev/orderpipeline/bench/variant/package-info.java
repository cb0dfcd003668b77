/// What is measured: the product and its peers, a class each.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.variant;
