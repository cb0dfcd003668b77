/// Kafka Streams: topology, processors, intents after commit, mailbox, stores. The only product
/// package that sees Kafka.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.stream;
