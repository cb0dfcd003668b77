/// What is measured: when outcomes arrive, and what lies in the topics afterwards.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.measure;
