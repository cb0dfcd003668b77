/// Order Pipeline: an event-driven order processor on Kafka Streams.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline;
