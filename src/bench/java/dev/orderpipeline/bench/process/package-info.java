/// The bench's processes: how they are started, ended in every case, and what they use.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.process;
