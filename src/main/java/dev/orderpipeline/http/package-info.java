/// Inbound HTTP: what programs and people ask of a running pipeline.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.http;
