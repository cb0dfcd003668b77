/// The bench: `order-pipeline bench`. It is not part of the product.
///
/// [dev.orderpipeline.bench.BenchCommand] reads the options, [dev.orderpipeline.bench.Bench] gives
/// every variant its turns, a [dev.orderpipeline.bench.Turn] starts its processes, has it warmed up
/// ([dev.orderpipeline.bench.WarmUp]), measured ([dev.orderpipeline.bench.Measurement]) and
/// audited. A new variant is one class in [dev.orderpipeline.bench.variant].
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench;
